import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CompletionEvent } from '../../../src/domain/completion-event.js'
import { until } from '../../support/provider-process/until.js'
import { CALL_ID, fail, say } from '../support/fake-pipeline.js'
import { type OpenDoor, openDoor } from '../support/open-door.js'

let door: OpenDoor
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.close())

const ASKED = { model: 'demo/echo', input: 'Hi' } as const
const SIGNED = { provider: 'anthropic', value: { signature: 'c2ln' } } as const

/** All that a stream can bring, with calls that grow side by side. */
const RICH: CompletionEvent[][] = [
  [{ type: 'reasoning-delta', text: 'First ' }],
  [{ type: 'reasoning-delta', text: 'look.' }],
  [{ type: 'reasoning-delta', text: '', providerState: SIGNED }],
  [
    { type: 'text-delta', text: 'I ' },
    { type: 'text-delta', text: 'look.' },
  ],
  [{ type: 'text-delta', text: '', citations: [{ url: 'https://river.example', title: 'Rivers', start: 0, end: 1 }] }],
  [{ type: 'refusal-delta', text: 'Not more.' }],
  [{ type: 'tool-call-delta', index: 0, id: 'call_a', name: 'weather', argumentsDelta: '' }],
  [{ type: 'tool-call-delta', index: 0, argumentsDelta: '{"city":' }],
  [{ type: 'tool-call-delta', index: 1, id: 'call_b', name: 'time', argumentsDelta: '{}' }],
  [{ type: 'tool-call-delta', index: 0, argumentsDelta: '"Ulm"}' }],
  [{ type: 'finish', reason: 'TOOL_CALLS' }],
]

async function eventsOf(fields: object = {}): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = []
  for await (const event of await door.client.responses.create({ ...ASKED, ...fields, stream: true })) events.push(event)
  return events
}

describe('a streamed response', () => {
  it('has the grammar of the Responses API', async () => {
    door.pipeline.script = say(...RICH)
    const events = await eventsOf()
    expect(events.map(({ type }) => type.replace('response.', ''))).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.annotation.added',
      'output_text.done',
      'content_part.done',
      'content_part.added',
      'refusal.delta',
      'refusal.done',
      'content_part.done',
      'output_item.done',
      'output_item.added',
      'function_call_arguments.delta',
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
      'function_call_arguments.done',
      'output_item.done',
      'completed',
    ])
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index))
  })

  it('names item, place and content of each event', async () => {
    door.pipeline.script = say(...RICH)
    const events = await eventsOf()
    const byType = (type: string) => events.filter((event) => event.type === type)
    const suffix = CALL_ID.slice(5)
    expect(byType('response.output_text.delta')).toMatchObject([
      { item_id: `msg_${suffix}_1`, output_index: 1, content_index: 0, delta: 'I look.', logprobs: [] },
    ])
    expect(byType('response.refusal.done')).toMatchObject([{ output_index: 1, content_index: 1, refusal: 'Not more.' }])
    expect(byType('response.reasoning_summary_text.done')).toMatchObject([
      { item_id: `rs_${suffix}_0`, output_index: 0, summary_index: 0, text: 'First look.' },
    ])
    expect(byType('response.function_call_arguments.done')).toMatchObject([
      { item_id: `fc_${suffix}_2`, output_index: 2, name: 'weather', arguments: '{"city":"Ulm"}' },
      { item_id: `fc_${suffix}_3`, output_index: 3, name: 'time', arguments: '{}' },
    ])
    expect(byType('response.output_text.annotation.added')).toMatchObject([
      { annotation_index: 0, annotation: { type: 'url_citation', url: 'https://river.example' } },
    ])
  })

  it('is for the official helper what the buffered one is, item by item', async () => {
    door.pipeline.script = say(...RICH)
    const buffered = await door.client.responses.create(ASKED)
    const final = await door.client.responses.stream(ASKED).finalResponse()
    expect(final.output_text).toBe('I look.')
    expect(final).toMatchObject(JSON.parse(JSON.stringify(buffered)))
    const { output_text: _ofTheClient, ...sent } = buffered
    expect((await eventsOf()).at(-1)).toMatchObject({ type: 'response.completed', response: sent })
  })

  it('builds the same from its pieces as it says at its end', async () => {
    door.pipeline.script = say(...RICH)
    const events = await eventsOf()
    const whole = events.flatMap((event) => (event.type === 'response.output_item.done' ? [event] : []))
    const last = events.at(-1)
    const ordered = whole.toSorted((a, b) => a.output_index - b.output_index).map(({ item }) => item)
    expect(last?.type === 'response.completed' && last.response.output).toEqual(ordered)
  })

  it('is stored when it ends, and can be retrieved as it was shown', async () => {
    door.pipeline.script = say(...RICH)
    const final = (await eventsOf()).at(-1)
    const response = final?.type === 'response.completed' ? final.response : undefined
    expect(response).toHaveProperty('store', true)
    expect(await door.client.responses.retrieve(`resp_${CALL_ID}`)).toMatchObject(response as object)
  })

  it('that could not be stored says so in its last event', async () => {
    door.responses.insertFails = () => Promise.reject(new Error('away'))
    expect((await eventsOf()).at(-1)).toMatchObject({
      type: 'response.completed',
      response: { status: 'completed', store: false },
    })
  })

  it('that was cut by the limit is incomplete in all its words', async () => {
    door.pipeline.script = say([
      { type: 'text-delta', text: 'Hel' },
      { type: 'finish', reason: 'LENGTH' },
    ])
    const events = await eventsOf()
    expect(events.slice(-2)).toMatchObject([
      { type: 'response.output_item.done', item: { status: 'incomplete' } },
      {
        type: 'response.incomplete',
        response: {
          status: 'incomplete',
          incomplete_details: { reason: 'max_output_tokens' },
          output: [{ status: 'incomplete' }],
        },
      },
    ])
  })

  it('without content has its frame', async () => {
    door.pipeline.script = say([{ type: 'finish', reason: 'STOP' }])
    expect((await eventsOf()).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress', 'response.completed'])
  })

  it('shows log probabilities with the words that they are of', async () => {
    const logprobs = (token: string) => [{ token, logprob: -1, bytes: null }]
    door.pipeline.script = say(
      [
        { type: 'text-delta', text: 'a', logprobs: logprobs('a') },
        { type: 'text-delta', text: 'b', logprobs: logprobs('b') },
      ],
      [{ type: 'text-delta', text: 'c', logprobs: logprobs('c') }],
    )
    const events = await eventsOf({ include: ['message.output_text.logprobs'] })
    const told = events.flatMap((event) => ('logprobs' in event ? [event.logprobs?.map(({ token }) => token).join('')] : []))
    expect(told).toEqual(['ab', 'c', 'abc'])
  })
})

describe('a stream that fails', () => {
  it('before content is an HTTP status', async () => {
    door.pipeline.script = fail('PROVIDER_OVERLOADED')
    await expect(eventsOf()).rejects.toMatchObject({ status: 503 })
  })

  it('after content ends with what there was and why', async () => {
    door.pipeline.script = fail('PROVIDER_STREAM_CUT', [[{ type: 'text-delta', text: 'Hel' }]])
    const last = (await eventsOf()).at(-1)
    expect(last).toMatchObject({
      type: 'response.failed',
      response: {
        status: 'failed',
        store: false,
        error: { code: 'server_error', message: 'It failed with PROVIDER_STREAM_CUT.' },
        output: [{ status: 'incomplete', content: [{ text: 'Hel' }] }],
      },
    })
    expect(door.responses.stored.size).toBe(0)
  })

  it('by a bug ends with an error that says nothing of it', async () => {
    door.pipeline.script = async function* () {
      yield [{ type: 'text-delta', text: 'Hel' }]
      throw new Error('secret')
    }
    expect((await eventsOf()).at(-1)).toMatchObject({
      type: 'error',
      code: 'internal_error',
      message: expect.stringMatching(/^The gateway failed/),
    })
    expect(door.logged).toHaveLength(1)
  })
})

it('a client that hangs up stops the call', async () => {
  door.pipeline.script = async function* ({ options }) {
    yield [{ type: 'text-delta', text: 'Hel' }]
    await new Promise((resolve) => options.signal.addEventListener('abort', resolve))
    yield []
  }
  const stream = await door.client.responses.create({ ...ASKED, stream: true })
  for await (const event of stream) if (event.type === 'response.output_text.delta') break
  await until(() => door.pipeline.returned === 1)
  expect(door.pipeline.seen[0]?.options.signal.aborted).toBe(true)
  expect(door.responses.stored.size).toBe(0)
})
