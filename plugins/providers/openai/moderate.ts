import type { Json, ModerationRequest, ModerationResult, ProviderCall, ProviderModeration } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from '../openai-compatible/dialect.js'
import { toWirePart } from '../openai-compatible/to-wire-part.js'
import { findWireError, toAnswerError, toWireError } from '../openai-compatible/wire-error.js'

type Item = ModerationRequest['input'][number]

/** POST /moderations (https://platform.openai.com/docs/api-reference/moderations/create). @throws {GatewayError} */
export async function moderate(dialect: Dialect, call: ProviderCall<ModerationRequest>): Promise<ProviderModeration> {
  const { input } = call.request
  const texts = input.map(onlyText)
  if (texts.every((text) => text !== undefined)) return { results: await ask(dialect, call, texts, input.length), usage: null }
  const results: ModerationResult[] = []
  // Texts and images in one list are judged as one: each item is asked about by itself.
  for (const [index, item] of input.entries()) {
    const parts = item.map((part) => toWirePart(part, `input[${index}]`))
    results.push(...(await ask(dialect, call, parts, 1)))
  }
  return { results, usage: null }
}

function onlyText(item: Item): string | undefined {
  return item.length === 1 && item[0]?.type === 'text' ? item[0].text : undefined
}

async function ask(
  { provider, client, codes }: Dialect,
  { request, model, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<ModerationRequest>,
  input: Json,
  expected: number,
): Promise<readonly ModerationResult[]> {
  const body = JSON.stringify({ model, input })
  const sent = await client.open({
    method: 'POST',
    path: '/moderations',
    body,
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  })
  const prompts = () => request.input.flatMap((item) => item.flatMap((part) => (part.type === 'text' ? [part.text] : [])))
  const answer = await checkStatus(sent, { provider, signal, codes, toWireError, prompts })
  const wire = (await readJson(provider, answer, signal)) as Readonly<Record<string, unknown>>
  const error = findWireError(wire)
  if (error) throw toAnswerError(provider, error)
  const results = Array.isArray(wire['results']) ? wire['results'].map(toResult) : []
  if (results.length !== expected) throw badAnswer(provider, 'with another number of judgements than there were inputs')
  return results
}

function toResult(wire: { flagged?: unknown; categories?: unknown; category_scores?: unknown } | null): ModerationResult {
  const scores = record(wire?.category_scores)
  return {
    flagged: wire?.flagged === true,
    categories: Object.entries(record(wire?.categories)).map(([name, flagged]) => {
      const score = scores[name]
      return { name, flagged: flagged === true, score: typeof score === 'number' ? score : null }
    }),
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
