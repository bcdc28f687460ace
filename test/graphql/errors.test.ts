import { describe, expect, it } from 'vitest'
import { CompleteDocument } from '../generated/graphql.js'
import { completionOf } from './support/answers.js'
import { startDoor } from './support/start-door.js'

const PROMPT = 'the patient is called Rumpelstiltskin'
const INLINE = (input: string) => `mutation { complete(input: ${input}) { __typename } }`

describe('errors of the request never repeat what was sent', () => {
  it.each<[string, string, object, RegExp]>([
    ['a string for a list', String(CompleteDocument), { input: { model: 'm', messages: PROMPT } }, /at "input.messages\[?0?\]?"/],
    ['an object for a string', String(CompleteDocument), { input: { model: { a: PROMPT }, messages: [] } }, /at "input.model"/],
    [
      'a wrong enum value',
      String(CompleteDocument),
      { input: { model: 'm', messages: [{ role: PROMPT, text: PROMPT }] } },
      /enum "Role"/,
    ],
    [
      'an unknown field',
      String(CompleteDocument),
      { input: { model: 'm', messages: [{ role: 'USER', txt: PROMPT }] } },
      /"txt" is not defined by type "MessageInput"/,
    ],
    [
      'a missing field',
      String(CompleteDocument),
      { input: { model: 'm', messages: [{ text: PROMPT }] } },
      /"role" of required type "Role!"/,
    ],
    ['a wrong number', String(CompleteDocument), { input: { model: 'm', messages: [], n: PROMPT } }, /at "input.n"/],
    ['a wrong decimal', String(CompleteDocument), { input: { model: 'm', messages: [], maxCost: PROMPT } }, /A Decimal is/],
    ['null', String(CompleteDocument), { input: null }, /\$input/],
    ['a path in a value', String(CompleteDocument), { input: `x at "${PROMPT}"` }, /at "input"/],
    ['a wrong literal', INLINE(`{ model: "m", messages: "${PROMPT}" }`), {}, /Expected value of type "\[MessageInput!\]!"/],
    ['a wrong literal enum', INLINE(`{ model: "m", messages: [{ role: "${PROMPT}" }] }`), {}, /Enum "Role" cannot represent/],
    ['a wrong literal number', INLINE(`{ model: "m", messages: [], n: "${PROMPT}" }`), {}, /Int cannot represent/],
    ['a string out of place', `mutation { complete("${PROMPT}") }`, {}, /Syntax Error/],
    ['a string that never ends', `mutation { complete(input: { model: "${PROMPT}`, {}, /Syntax Error/],
    ['a block string out of place', `mutation { """${PROMPT}""" }`, {}, /Syntax Error/],
  ])('%s', async (_name, query, variables, problem) => {
    const { ask, bugs } = await startDoor()
    const { status, errors, text } = await ask(query, variables)
    expect(status).toBe(400)
    expect(errors[0].message).toMatch(problem)
    expect(errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED)$/)
    expect(text).not.toContain('Rumpel')
    expect(bugs).toEqual([])
  })
})

describe('bugs', () => {
  it('are masked, and logged whole', async () => {
    const { ask, admin, bugs } = await startDoor()
    admin.listCalls = async () => {
      throw new Error(`cannot read /srv/weir/data of ${PROMPT}`)
    }
    const { errors, text, status } = await ask('{ completions { nodes { id } } }', {}, 'admin-key')
    expect(status).toBe(200)
    expect(errors).toMatchObject([{ path: ['completions'], extensions: { code: 'INTERNAL' } }])
    expect(text).not.toMatch(/srv|Rumpel|stack/)
    expect(bugs).toMatchObject([{ message: expect.stringContaining('/srv/weir/data') }])
  })

  it('include an answer that does not fit the schema', async () => {
    const { ask, pipeline, bugs } = await startDoor()
    pipeline.answer = () => [[{ type: 'completed', completion: { ...completionOf('x'), status: undefined as never } }]]
    const { errors } = await ask('mutation { complete(input: { model: "m", messages: [] }) { ... on Completion { status } } }')
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }])
    expect(bugs).toHaveLength(1)
  })
})
