import { auditServer } from 'graphql-http'
import { describe, expect, it } from 'vitest'
import { post, startDoor } from './support/start-door.js'

describe('GraphQL over HTTP', () => {
  it('passes all of the MUSTs of the graphql-http audit', async () => {
    const { url } = await startDoor()
    const results = await auditServer({ url })
    const counts: Record<string, number> = {}
    for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1
    console.log(`graphql-http audit: ${JSON.stringify(counts)} of ${results.length}`)
    const failed = results.filter(({ status, name }) => status === 'error' || (status !== 'ok' && name.startsWith('MUST')))
    expect(failed.map(({ name }) => name)).toEqual([])
  })

  it.each([
    ['malformed JSON', '{"query": "{ me { nam', 400],
    ['an empty body', '', 400],
    ['an array, since batching is off', '[{"query":"{__typename}"},{"query":"{__typename}"}]', 400],
    ['no query', '{"variables":{}}', 400],
    ['a query that is no string', '{"query":{"a":1}}', 400],
    ['variables that are no object', '{"query":"{__typename}","variables":[1]}', 400],
    ['a syntax error', '{"query":"{ me "}', 400],
    ['an unknown field', '{"query":"{ nothing }"}', 400],
    ['several operations without a name', '{"query":"query A {__typename} query B {__typename}"}', 400],
    ['a subscription', '{"query":"subscription { usageLive { from } }"}', 400],
  ])('answers %s with a typed error', async (_name, body, status) => {
    const { url } = await startDoor()
    const answered = await post(url, body, 'caller-key')
    expect(answered.status).toBe(status)
    expect(answered.errors[0].extensions.code).toMatch(/^[A-Z_]+$/)
    expect(answered.text).not.toMatch(/\/(src|node_modules|work)\/|\bat .*:\d+/)
  })

  it('refuses invalid UTF-8, other media types and bodies that are too large', async () => {
    const { url } = await startDoor()
    const send = (body: BodyInit, type = 'application/json') =>
      fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
    const invalid = await send(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]))
    expect([invalid.status, (await invalid.json()).errors[0].extensions.code]).toEqual([400, 'INVALID_REQUEST'])
    const xml = await send('<a/>', 'application/xml')
    expect([xml.status, (await xml.json()).errors[0].extensions.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
    const large = await send(`{"query":"{__typename}","x":"${'x'.repeat(1024 * 1024)}"}`)
    expect([large.status, (await large.json()).errors[0].extensions.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  })

  it('refuses what a foreign page can send without asking first', async () => {
    const { url, pipeline } = await startDoor()
    const query = encodeURIComponent('{ __typename }')
    const simple = await fetch(`${url}?query=${query}`)
    expect(simple.status).toBe(400)
    const form = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{__typename}"}' })
    expect(form.status).toBeGreaterThanOrEqual(400)
    const stream = await fetch(`${url}?query=${query}`, { headers: { accept: 'text/event-stream' } })
    expect(stream.status).toBe(400)
    const asked = await fetch(`${url}?query=${query}`, { headers: { 'apollo-require-preflight': 'true' } })
    expect(await asked.json()).toEqual({ data: { __typename: 'Query' } })
    expect(pipeline.asked).toEqual([])
  })

  it('answers with JSON when a client takes streams too, and with a stream where there must be one', async () => {
    const { url } = await startDoor()
    const ask = (query: string) =>
      fetch(url, {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed',
          'content-type': 'application/json',
          authorization: 'Bearer caller-key',
        },
        body: JSON.stringify({ query }),
      })
    const plain = await ask('{ me { keyId } }')
    expect(plain.headers.get('content-type')).toContain('application/graphql-response+json')
    expect(await plain.json()).toEqual({ data: { me: { keyId: 'caller-key' } } })
    const stream = await ask('subscription { completionStream(input: { model: "m", messages: [] }) { __typename } }')
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    expect(await stream.text()).toContain('event: complete')
  })

  it('never mutates on GET', async () => {
    const { url, pipeline } = await startDoor()
    const query = encodeURIComponent('mutation { complete(input: { model: "m", messages: [] }) { __typename } }')
    const headers = { 'apollo-require-preflight': 'true', authorization: 'Bearer caller-key' }
    const plain = await fetch(`${url}?query=${query}`, { headers })
    expect(plain.status).toBe(405)
    const stream = await fetch(`${url}?query=${query}`, { headers: { ...headers, accept: 'text/event-stream' } })
    expect(await stream.text()).toContain('METHOD_NOT_ALLOWED')
    expect(pipeline.asked).toEqual([])
  })

  it('serves another schema from the next request on when it is swapped', async () => {
    const { ask, door } = await startDoor()
    const { makeExecutableSchema } = await import('@graphql-tools/schema')
    expect((await ask('{ added }')).status).toBe(400)
    const before = door.holder.schema
    door.holder.swap(makeExecutableSchema({ typeDefs: 'type Query { added: Int }', resolvers: { Query: { added: () => 1 } } }))
    expect((await ask('{ added }')).data).toEqual({ added: 1 })
    door.holder.swap(before)
    expect((await ask('{ me { keyId } }')).data).toEqual({ me: { keyId: 'caller-key' } })
  })
})

describe('the explorer', () => {
  it('is served on / and to browsers on /graphql, complete without any network', async () => {
    const { url } = await startDoor()
    const page = await fetch(url.replace('/graphql', '/'))
    const html = await page.text()
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*connect-src 'self'/)
    const markup = html.replace(/<script>[\s\S]*<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/g, '')
    expect(markup).not.toMatch(/src=|href="(?!data:)|http/)
    expect(html).toContain('Authorization')
    const again = await fetch(url, { headers: { accept: 'text/html,application/xhtml+xml' } })
    expect(await again.text()).toBe(html)
  })

  it('is away when it is switched off', async () => {
    const { url } = await startDoor({ explorer: false })
    expect((await fetch(url.replace('/graphql', '/'))).status).toBe(404)
    expect((await fetch(url, { headers: { accept: 'text/html' } })).headers.get('content-type')).toContain('json')
  })
})
