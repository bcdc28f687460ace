import { getIntrospectionQuery } from 'graphql'
import { describe, expect, it } from 'vitest'
import { collectSse, openSse } from './support/sse-client.js'
import { type RunningDoor, startDoor } from './support/start-door.js'

type Errors = { message: string; extensions: { code: string } }[]

/** How each transport refuses a query. */
const TRANSPORTS: [string, (door: RunningDoor, query: string, variables?: object) => Promise<Errors>][] = [
  ['HTTP', async ({ ask }, query, variables) => (await ask(query, variables, 'admin-key')).errors],
  [
    'SSE',
    async ({ url }, query, variables) => {
      const [told] = await collectSse(await openSse(url, { query, variables }, { authorization: 'Bearer admin-key' }))
      return told?.errors as Errors
    },
  ],
  [
    'WebSocket',
    async ({ wsClient }, query, variables) => {
      const stream = wsClient('admin-key').iterate({ query, variables: variables as Record<string, unknown> })
      return stream.next().then(
        ({ value }) => value?.errors as Errors,
        (errors: Errors) => errors,
      )
    },
  ],
]

const page = (inner: string, first = 100) => `{ completions(first: ${first}) { nodes { ${inner} } } }`
const deep = `{ completions { nodes { parts { ${'... on ToolResultPart { parts { '.repeat(10)} __typename ${'} }'.repeat(10)} } } } }`

const REFUSED: [string, string, object | undefined, RegExp][] = [
  [
    '50 aliases',
    `{ ${Array.from({ length: 50 }, (_, index) => `a${index}: me { name }`).join(' ')} }`,
    undefined,
    /Aliases limit of 15/,
  ],
  ['a deep query', deep, undefined, /depth limit of 12/],
  ['many directives', `{ me ${'@include(if: true) '.repeat(60)} { name } }`, undefined, /irectives/],
  ['many tokens', `{ me { ${'name '.repeat(2100)} } }`, undefined, /more that 2000 tokens/],
  [
    'long lists of much',
    page(
      'id status createdAt text usage { inputTokens outputTokens totalTokens input { text cacheRead cacheWrite5m } output { text reasoning } } cost { total currency priceVersion } route { name requestedModel attempts { target outcome durationMs error { code message } } } timings { totalMs overheadMs providerMs stages { name ms } } warnings { code message } model { id provider name displayName } messages { role text } failure { code message } parts { __typename } choices { index text }',
    ),
    undefined,
    /may cost \d+; at most 5000/,
  ],
  [
    'long lists by a variable',
    `query ($n: Int!) { completions(first: $n) { nodes { id } } models(first: $n) { nodes { id } } }`,
    { n: 5000 },
    /may cost \d+/,
  ],
  [
    'lists in fragments',
    `query { ...F } fragment F on Query { completions(first: 9000) { nodes { id } } }`,
    undefined,
    /may cost \d+/,
  ],
  ['introspection, when it is off', getIntrospectionQuery(), undefined, /introspection/i],
]

describe.each(TRANSPORTS)('over %s', (_transport, refuse) => {
  it.each(REFUSED)('refuses %s', async (_name, query, variables, problem) => {
    const door = await startDoor({ introspection: false })
    const errors = await refuse(door, query, variables)
    expect(errors?.[0]?.message).toMatch(problem)
    expect(errors[0]?.extensions.code).toMatch(/^(GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED|QUERY_TOO_COSTLY)$/)
    expect(door.admin.filters).toEqual([])
    expect(door.bugs).toEqual([])
  })

  it('lets sensible queries pass', async () => {
    const door = await startDoor({ introspection: false })
    expect(await refuse(door, page('id status usage { totalTokens }'))).toBeUndefined()
    expect(await refuse(door, 'query ($n: Int!) { models(first: $n) { nodes { id } } }', { n: 50 })).toBeUndefined()
  })
})

describe('introspection', () => {
  it('answers when it is on', async () => {
    const { ask } = await startDoor({ maxDepth: 20 })
    const { data, errors } = await ask(getIntrospectionQuery())
    expect(errors).toBeUndefined()
    expect(data.__schema.types.length).toBeGreaterThan(50)
  })

  it('off, does not leave the SDL open when that is off too', async () => {
    const { ask } = await startDoor({ introspection: false, federationSdl: false })
    const { data, errors } = await ask('{ _service { sdl } }', {}, 'admin-key')
    expect(data).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }])
  })

  it('off, still gives the SDL to routers when that is on', async () => {
    const { ask } = await startDoor({ introspection: false, federationSdl: true })
    const { data } = await ask('{ _service { sdl } }', {}, '')
    expect(data._service.sdl).toContain('type Completion')
  })

  it('off, names nothing that was not asked for', async () => {
    const { ask } = await startDoor({ introspection: false })
    const { errors } = await ask('{ modelz { nodes { id } } }')
    expect(errors[0].message).not.toContain('models')
  })
})
