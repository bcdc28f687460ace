import { createOpenAI } from '@ai-sdk/openai'
import { generateText, stepCountIs, streamText, tool } from 'ai'
import type { ResponseInput } from 'openai/resources/responses/responses'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { CompletionEvent } from '../../../src/domain/completion-event.js'
import type { ContentPart } from '../../../src/domain/content.js'
import { FakePipeline, KEY, type Script, type Seen } from '../support/fake-pipeline.js'
import { type OpenDoor, openDoor } from '../support/open-door.js'

/** As `FakePipeline`, but each call has an id of its own, so that responses can continue one another. */
class CountingPipeline extends FakePipeline {
  override async *complete(...[principal, request, options]: Parameters<FakePipeline['complete']>) {
    const callId = `call_01jd0000000000a0000${String(this.seen.length).padStart(2, '0')}ab`
    this.completion = { id: callId }
    for await (const batch of super.complete(principal, request, options)) {
      yield batch.map((event) => (event.type === 'started' ? { ...event, callId } : event))
    }
  }
}

const OWNERS = ['anthropic', 'openai-responses', 'gemini'] as const
type Owner = (typeof OWNERS)[number]

/** What the provider attaches to its thoughts in a turn, and wants back. */
function stateOf(owner: Owner, turn: number) {
  const signature = Buffer.from(`turn ${turn}`).toString('base64')
  const value = { anthropic: { signature }, gemini: { thoughtSignature: signature } } as const
  const own = { id: `rs_theirs_${turn}`, encryptedContent: signature }
  return { provider: owner, value: owner === 'openai-responses' ? own : value[owner] }
}

/** Three turns: two tools at once, another one, an answer; each after thought. */
function agent(owner: Owner): Script {
  return async function* ({ request }: Seen) {
    const turn = request.messages.filter(({ role }) => role === 'assistant').length
    yield [{ type: 'reasoning-delta', text: `Thought ${turn}` }]
    yield [{ type: 'reasoning-delta', text: '', providerState: stateOf(owner, turn) }]
    const names = [['look', 'look'], ['look'], []][turn] ?? []
    const calls = names.map<CompletionEvent>((name, index) => {
      return { type: 'tool-call-delta', index, id: `call_${turn}_${index}`, name, argumentsDelta: `{"at":"${index}"}` }
    })
    if (calls.length > 0) yield [...calls, { type: 'finish', reason: 'TOOL_CALLS' }]
    else
      yield [
        { type: 'text-delta', text: 'The weir is high.' },
        { type: 'finish', reason: 'STOP' },
      ]
  }
}

let pipeline: CountingPipeline
let door: OpenDoor
beforeEach(async () => {
  pipeline = new CountingPipeline()
  door = await openDoor({ pipeline })
})
afterEach(() => door.close())

/** The assistant's turns that the last request held: their reasoning with its state, and the ids of their calls. */
function turns(): ContentPart[][] {
  return pipeline.request.messages.flatMap(({ role, parts }) => (role === 'assistant' ? [[...parts]] : []))
}

function expectedTurns(owner: Owner) {
  return [0, 1].map((turn) => [
    { type: 'reasoning', text: `Thought ${turn}`, providerState: stateOf(owner, turn) },
    ...(turn === 0 ? [0, 1] : [0]).map((index) => {
      return { type: 'tool-call', id: `call_${turn}_${index}`, name: 'look', arguments: `{"at":"${index}"}` }
    }),
  ])
}

const TOOLS = [{ type: 'function' as const, name: 'look', parameters: { type: 'object' }, strict: null }]

describe.each(OWNERS)('an agent of three turns, with reasoning of %s', (owner) => {
  it.each([true, false])('by the official client, sending all items again (stored: %s)', async (store) => {
    pipeline.script = agent(owner)
    const input: ResponseInput = [{ role: 'user', content: 'How high is the weir?' }]
    let text = ''
    while (text === '') {
      const response = await door.client.responses.create({ model: 'm', input, tools: TOOLS, store })
      input.push(...(response.output as ResponseInput))
      for (const item of response.output) {
        if (item.type === 'function_call') input.push({ type: 'function_call_output', call_id: item.call_id, output: 'high' })
      }
      text = response.output_text
    }
    expect(text).toBe('The weir is high.')
    expect(turns()).toMatchObject(expectedTurns(owner))
  })

  it('by the official client, streamed, each response continuing the last', async () => {
    pipeline.script = agent(owner)
    let input: ResponseInput = [{ role: 'user', content: 'How high is the weir?' }]
    let previous: string | undefined
    let text = ''
    while (text === '') {
      const asked = { model: 'm', input, tools: TOOLS, previous_response_id: previous ?? null }
      const response = await door.client.responses.stream(asked).finalResponse()
      input = response.output.flatMap((item) =>
        item.type === 'function_call' ? [{ type: 'function_call_output' as const, call_id: item.call_id, output: 'high' }] : [],
      )
      previous = response.id
      text = response.output_text
    }
    expect(turns()).toMatchObject(expectedTurns(owner))
    expect(pipeline.request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'assistant', 'tool'])
  })

  it.each([true, false])('by the AI SDK (stored: %s)', async (store) => {
    pipeline.script = agent(owner)
    const openai = createOpenAI({ baseURL: `${door.url}/v1`, apiKey: KEY })
    const settings = {
      model: openai.responses('gpt-5'),
      prompt: 'How high is the weir?',
      tools: { look: tool({ inputSchema: z.object({ at: z.string() }), execute: async () => 'high' }) },
      stopWhen: stepCountIs(5),
      providerOptions: { openai: { store, include: ['reasoning.encrypted_content'], reasoningSummary: 'auto' } },
    }
    expect((await generateText(settings)).text).toBe('The weir is high.')
    expect(turns()).toMatchObject(expectedTurns(owner))
    expect(await streamText(settings).text).toBe('The weir is high.')
    expect(turns()).toMatchObject(expectedTurns(owner))
  })
})
