import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Principal, Scope } from '../../../src/domain/principal.js'
import type { StoredResponse } from '../../../src/domain/stores.js'
import { CALL_ID, PRINCIPAL, say } from '../support/fake-pipeline.js'
import { type OpenDoor, openDoor } from '../support/open-door.js'

let door: OpenDoor
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const FIRST = 'call_01jd0000000000a0000001a'
const SECOND = 'call_01jd0000000000a0000002a'
const SIGNED = { provider: 'gemini', value: { thoughtSignature: 'c2ln' } } as const

async function store(changes: Partial<StoredResponse> = {}): Promise<void> {
  await door.responses.insert({
    id: FIRST,
    organizationId: PRINCIPAL.organizationId,
    keyId: PRINCIPAL.keyId,
    createdAt: new Date(),
    ancestors: [],
    input: [{ role: 'user', parts: [{ type: 'text', text: 'One' }] }],
    output: [{ type: 'text', text: 'First', providerState: SIGNED }],
    wire: { response: { id: `resp_${FIRST}`, output: [] }, input: [], layout: [] },
    ...changes,
  })
}

function actAs(changes: Partial<Principal>): void {
  door.pipeline.authenticate = () => ({ ...PRINCIPAL, ...changes })
}

const continuing = (id: string) => door.client.responses.create({ model: 'm', input: 'Two', previous_response_id: `resp_${id}` })

describe('a response that continues another', () => {
  it('has all that was said before it, in order, with the state of its provider', async () => {
    await store()
    await store({
      id: SECOND,
      ancestors: [FIRST],
      input: [{ role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'a', parts: [] }] }],
      output: [],
    })
    const response = await continuing(SECOND)
    expect(response.previous_response_id).toBe(`resp_${SECOND}`)
    expect(door.pipeline.request.messages).toEqual([
      { role: 'user', parts: [{ type: 'text', text: 'One' }] },
      { role: 'assistant', parts: [{ type: 'text', text: 'First', providerState: SIGNED }] },
      { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'a', parts: [] }] },
      { role: 'user', parts: [{ type: 'text', text: 'Two' }] },
    ])
    expect(door.responses.reads).toBe(2)
  })

  it('stores what this turn added, without its instructions', async () => {
    await store()
    door.pipeline.script = say([{ type: 'text-delta', text: 'Second', providerState: SIGNED }])
    await door.client.responses.create({
      model: 'm',
      input: 'Two',
      instructions: 'Be brief.',
      previous_response_id: `resp_${FIRST}`,
    })
    expect(door.pipeline.request.messages[0]).toEqual({ role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] })
    const [stored] = await door.responses.findMany(PRINCIPAL.organizationId, [CALL_ID])
    expect(stored).toMatchObject({
      keyId: PRINCIPAL.keyId,
      ancestors: [FIRST],
      input: [{ role: 'user', parts: [{ type: 'text', text: 'Two' }] }],
      output: [{ type: 'text', text: 'Second', providerState: SIGNED }],
    })
  })

  it.each(['resp_nonsense', 'call_x', `resp_${SECOND}`, ''])('that is not there (%s) is refused as OpenAI does', async (id) => {
    const error = await door.client.responses
      .create({ model: 'm', input: 'Two', previous_response_id: id })
      .catch((reason) => reason)
    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    })
    expect(error.message).toContain(`Previous response with id '${id}' not found.`)
    expect(door.pipeline.seen).toEqual([])
  })

  it('cannot when a response between was deleted', async () => {
    await store({ id: SECOND, ancestors: [FIRST] })
    await expect(continuing(SECOND)).rejects.toMatchObject({ status: 400, param: 'previous_response_id' })
  })

  it('needs nothing new', async () => {
    await store()
    await door.client.responses.create({ model: 'm', previous_response_id: `resp_${FIRST}` })
    expect(door.pipeline.request.messages).toHaveLength(2)
  })
})

describe('a response of another key', () => {
  const asks: [string, () => Promise<unknown>][] = [
    ['continued', () => continuing(FIRST)],
    ['retrieved', () => door.client.responses.retrieve(`resp_${FIRST}`)],
    ['deleted', () => door.client.responses.delete(`resp_${FIRST}`)],
    ['listed', () => door.client.responses.inputItems.list(`resp_${FIRST}`)],
  ]

  it.each(asks)('cannot be %s', async (_what, ask) => {
    await store({ keyId: 'key_2' })
    await expect(ask()).rejects.toThrow(/not found/)
    expect(door.responses.stored.size).toBe(1)
  })

  it.each(['completions:read-content', 'admin'] as Scope[])('can be by one with the scope %s', async (scope) => {
    await store({ keyId: 'key_2' })
    actAs({ scopes: new Set(['inference', scope] as Scope[]) })
    await continuing(FIRST)
    await door.client.responses.delete(`resp_${FIRST}`)
    await expect(door.client.responses.retrieve(`resp_${FIRST}`)).rejects.toMatchObject({ status: 404 })
  })

  it.each(asks)('of another organisation can never be %s', async (_what, ask) => {
    await store({ organizationId: 'org_2' })
    actAs({ scopes: new Set(['admin']) })
    await expect(ask()).rejects.toThrow(/not found/)
  })
})

it('the input of a conversation is counted with all that was said before it', async () => {
  await store()
  const estimation = {
    model: 'm',
    inputTokens: 42,
    countedBy: 'PROVIDER',
    maxOutputTokens: 1,
    inputCost: null,
    maxCost: null,
  } as const
  door.pipeline.estimation = estimation
  const asked = { model: 'm', input: 'Two', previous_response_id: `resp_${FIRST}` }
  expect(await door.client.responses.inputTokens.count(asked)).toMatchObject({
    object: 'response.input_tokens',
    input_tokens: 42,
  })
  expect(door.pipeline.whole[0]).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant' }, { role: 'user' }] })
})

describe('an item that is referred to', () => {
  it('stands for what is stored of it, with its state', async () => {
    door.pipeline.script = say([
      { type: 'native', dialect: 'anthropic', value: { type: 'server_tool_use' } },
      { type: 'text-delta', text: 'Looking', providerState: SIGNED },
      { type: 'tool-call-delta', index: 0, id: 'a', name: 'f', argumentsDelta: '{}', providerState: SIGNED },
    ])
    const { output } = await door.client.responses.create({ model: 'm', input: [{ role: 'user', content: 'One' }] })
    const { data } = await door.client.responses.inputItems.list(`resp_${CALL_ID}`)
    await door.client.responses.create({
      model: 'm',
      input: [
        ...[...data, ...output].map(({ id }) => ({ type: 'item_reference' as const, id: id as string })),
        { type: 'function_call_output', call_id: 'a', output: 'done' },
      ],
    })
    expect(door.pipeline.request.messages).toEqual([
      { role: 'user', parts: [{ type: 'text', text: 'One' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'text', text: 'Looking', providerState: SIGNED },
          { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', providerState: SIGNED },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'a', parts: [{ type: 'text', text: 'done' }] }] },
    ])
  })

  it.each(['msg_01jd0000000000a0000009a_0', 'rs_theirs'])('and is not there (%s) is named', async (id) => {
    const error = await door.client.responses
      .create({ model: 'm', input: [{ type: 'item_reference', id }] })
      .catch((reason) => reason)
    expect(error).toMatchObject({ status: 404, param: 'input[0].id' })
    expect(error.message).toContain(`Item with id '${id}' not found`)
  })
})

describe('a stored response', () => {
  it('can be retrieved and deleted, once', async () => {
    const created = await door.client.responses.create({ model: 'm', input: 'Hi' })
    expect(await door.client.responses.retrieve(created.id)).toMatchObject({ id: created.id, output_text: 'Hello' })
    const deleted = await door.client.delete(`/responses/${created.id}`)
    expect(deleted).toEqual({ id: created.id, object: 'response', deleted: true })
    await expect(door.client.responses.delete(created.id)).rejects.toMatchObject({ status: 404 })
  })

  it('is not streamed again, nor cancelled, nor compacted: each says so', async () => {
    const id = `resp_${FIRST}`
    await expect(door.client.responses.retrieve(id, { stream: true })).rejects.toMatchObject({ status: 400, param: 'stream' })
    await expect(door.client.responses.cancel(id)).rejects.toMatchObject({ status: 400, code: 'unsupported_parameter' })
    await expect(door.client.responses.compact({ model: 'm' })).rejects.toMatchObject({ status: 400 })
  })

  it('lists its input in pages, newest first', async () => {
    const input = Array.from({ length: 5 }, (_, index) => ({ role: 'user' as const, content: `${index}` }))
    const { id } = await door.client.responses.create({ model: 'm', input })
    const first = await door.client.responses.inputItems.list(id, { limit: 2 })
    const shown = { type: 'message', role: 'user', status: 'completed', content: [{ type: 'input_text', text: '4' }] }
    expect(first.data[0]).toMatchObject(shown)
    expect(first.has_more).toBe(true)
    const texts: string[] = []
    for await (const item of first) texts.push((item as unknown as { content: { text: string }[] }).content[0]?.text ?? '')
    expect(texts).toEqual(['4', '3', '2', '1', '0'])
    const oldest = await door.client.responses.inputItems.list(id, { limit: 1, order: 'asc' })
    expect(oldest.data).toMatchObject([{ content: [{ text: '0' }] }])
  })

  it.each([{ limit: 0 }, { limit: 101 }, { order: 'up' }, { after: 'nobody' }])('refuses the page %j', async (page) => {
    const { id } = await door.client.responses.create({ model: 'm', input: 'Hi' })
    const asked = door.client.responses.inputItems.list(id, page as { limit: number })
    await expect(asked).rejects.toMatchObject({ status: 400, param: Object.keys(page)[0] })
  })
})
