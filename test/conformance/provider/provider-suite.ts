import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  GatewayError,
  INPUT_BUCKETS,
  inputTokens,
  isContent,
  OUTPUT_BUCKETS,
  outputTokens,
  type Provider,
  type Tool,
  type Usage,
} from '../../../src/plugin-api.js'
import { asking, readAnswer, toCall } from './read-answer.js'

/** Names of models that answer as the suite needs it; of a provider with one model for all, the same name. */
export interface SuiteModels {
  readonly text: string
  readonly tools: string
  readonly parallelTools: string
  readonly jsonSchema: string
  /** Streams for longer than the test waits before it hangs up. */
  readonly long: string
  /** Absent: the vendor has none. */
  readonly embeddings?: string
  readonly unknown: string
}

export interface ProviderSuite {
  readonly models: SuiteModels
  create(): Promise<Provider>
  /** After a hang-up: resolves when the other side has seen the connection go. Absent when there is no other side. */
  untilDisconnected?(): Promise<void>
  destroy?(): Promise<void>
}

const WEATHER: Tool = tool('get_weather', { city: { type: 'string' } })
const TIME: Tool = tool('get_time', { zone: { type: 'string' } })

const PERSON = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 18 }, kind: { enum: ['adult'] } },
  required: ['name', 'age', 'kind'],
  additionalProperties: false,
}

/** What every provider must do, whatever it speaks. */
export function describeProvider(name: string, suite: ProviderSuite): void {
  const { models } = suite

  describe(`${name} as a provider`, () => {
    let provider: Provider
    beforeAll(async () => {
      provider = await suite.create()
    })
    afterAll(async () => {
      await provider.close()
      await suite.destroy?.()
    })

    it.each([true, false])('ends with a finish and says how much it used (stream: %s)', async (stream) => {
      const answer = await readAnswer(provider, toCall(models.text, asking('Say something.'), { stream }))
      expect(answer.text).not.toBe('')
      expect(answer.finishReason).toBe('STOP')
      expectSound(answer.usage)
    })

    it('answers in one batch when it is not asked to stream', async () => {
      const { batches } = await readAnswer(provider, toCall(models.text, asking('Say something.'), { stream: false }))
      expect(batches).toHaveLength(1)
    })

    it('says the same, at the same usage, streamed and buffered', async () => {
      const streamed = await readAnswer(provider, toCall(models.text, asking('Say something.')))
      const buffered = await readAnswer(provider, toCall(models.text, asking('Say something.'), { stream: false }))
      expect(streamed.choices).toEqual(buffered.choices)
      expect(streamed.usage).toEqual(buffered.usage)
      expect(streamed.extra).toEqual(buffered.extra)
    })

    it('identifies its answer before the content of it', async () => {
      const { batches } = await readAnswer(provider, toCall(models.text, asking('Say something.')))
      const events = batches.flat()
      const identified = events.findIndex((event) => event.type === 'response-metadata')
      expect(identified).toBeGreaterThanOrEqual(0)
      expect(identified).toBeLessThan(events.findIndex(isContent))
    })

    it.each([true, false])('calls a tool with arguments in JSON (stream: %s)', async (stream) => {
      const request = asking('Use get_weather for Berne.', { tools: [WEATHER], toolChoice: { type: 'required' } })
      const answer = await readAnswer(provider, toCall(models.tools, request, { stream }))
      expect(answer.finishReason).toBe('TOOL_CALLS')
      expect(answer.toolCalls).toHaveLength(1)
      expect(answer.toolCalls[0]).toMatchObject({ id: expect.stringMatching(/.+/), name: 'get_weather' })
      expect(JSON.parse(answer.toolCalls[0]!.arguments)).toMatchObject({ city: expect.any(String) })
    })

    it.each([true, false])('keeps parallel tool calls apart (stream: %s)', async (stream) => {
      const request = asking('Use get_weather and get_time.', { tools: [WEATHER, TIME] })
      const { toolCalls } = await readAnswer(provider, toCall(models.parallelTools, request, { stream }))
      expect(toolCalls.map((call) => call.name)).toEqual(['get_weather', 'get_time'])
      expect(new Set(toolCalls.map((call) => call.id)).size).toBe(2)
      expect(Object.keys(JSON.parse(toolCalls[1]!.arguments))).toEqual(['zone'])
    })

    it('answers with text once a tool has', async () => {
      const asked = asking('Use get_weather for Berne.', { tools: [WEATHER] })
      const [call] = (await readAnswer(provider, toCall(models.text, asked))).toolCalls
      const made = call ?? { id: 'call_1', name: 'get_weather', arguments: '{"city":"Berne"}' }
      const answer = await readAnswer(
        provider,
        toCall(models.text, {
          ...asked,
          messages: [
            ...asked.messages,
            { role: 'assistant', parts: [{ type: 'tool-call', ...made }] },
            {
              role: 'tool',
              parts: [{ type: 'tool-result', toolCallId: made.id, parts: [{ type: 'text', text: '{"sun":true}' }] }],
            },
          ],
        }),
      )
      expect(answer.toolCalls).toEqual([])
      expect(answer.text).not.toBe('')
    })

    it.each([true, false])('fills a JSON schema (stream: %s)', async (stream) => {
      const responseFormat = { type: 'json-schema', name: 'person', schema: PERSON, strict: true } as const
      const { text } = await readAnswer(provider, toCall(models.jsonSchema, asking('Who?', { responseFormat }), { stream }))
      const person = JSON.parse(text)
      expect(person).toEqual({ name: expect.any(String), age: expect.any(Number), kind: 'adult' })
      expect(person.age).toBeGreaterThanOrEqual(18)
    })

    it('throws the reason of the signal, and at once, when it is aborted while it streams', async () => {
      const controller = new AbortController()
      const reason = new Error('The caller has gone')
      const events = provider.complete(toCall(models.long, asking('Say a lot. '.repeat(50)), { signal: controller.signal }))
      const reader = events[Symbol.asyncIterator]()
      await reader.next()
      const pending = drain(reader)
      controller.abort(reason)
      await expect(pending).rejects.toBe(reason)
      await suite.untilDisconnected?.()
    })

    it('throws the reason of a signal that was aborted before the call', async () => {
      const reason = new Error('The caller never came')
      const call = toCall(models.text, asking('Say something.'), { signal: AbortSignal.abort(reason) })
      await expect(readAnswer(provider, call)).rejects.toBe(reason)
    })

    it('throws a GatewayError for a model that it does not have', async () => {
      const error = await readAnswer(provider, toCall(models.unknown, asking('Say something.'))).catch((caught) => caught)
      expect(error).toBeInstanceOf(GatewayError)
      expect(error.code).toBe('PROVIDER_MODEL_NOT_FOUND')
    })

    const { embeddings } = models
    if (embeddings !== undefined) {
      it('embeds each input, in order, in the dimensions asked for', async () => {
        const request = { model: 'any', input: ['one', 'two', 'one'], dimensions: 16 }
        const call = { ...toCall(embeddings, asking('')), request }
        const { vectors, usage } = await provider.embed!(call)
        expect(vectors.map((vector) => vector.length)).toEqual([16, 16, 16])
        expect(vectors[0]).toEqual(vectors[2])
        expect(vectors[0]).not.toEqual(vectors[1])
        expect(inputTokens(usage!)).toBeGreaterThan(0)
        expect(outputTokens(usage!)).toBe(0)
      })
    }

    it('lists its models', async () => {
      const ids = (await provider.listModels!(new AbortController().signal)).map((model) => model.id)
      expect(ids.length).toBeGreaterThan(0)
      expect(new Set(ids).size).toBe(ids.length)
    })
  })
}

function expectSound(usage: Usage | null): void {
  expect(usage).not.toBeNull()
  const { input, output } = usage!
  const counts = [...INPUT_BUCKETS.map((bucket) => input[bucket]), ...OUTPUT_BUCKETS.map((bucket) => output[bucket])]
  expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true)
  expect(inputTokens(usage!)).toBeGreaterThan(0)
  expect(outputTokens(usage!)).toBeGreaterThan(0)
}

async function drain(reader: AsyncIterator<unknown>): Promise<void> {
  while (!(await reader.next()).done);
}

function tool(name: string, properties: Record<string, { type: string }>): Tool {
  return { name, description: name, parameters: { type: 'object', properties, required: Object.keys(properties) } }
}
