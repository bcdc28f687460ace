import {
  GatewayError,
  type ModerationRequest,
  type ModerationResult,
  type ProviderCall,
  type ProviderModeration,
  warningsOf,
} from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from '../openai-compatible/dialect.js'
import { toUsage, type WireUsage } from '../openai-compatible/to-usage.js'
import { CODES, toMistralError } from './mistral-error.js'

interface WireModeration {
  readonly results?: unknown
  readonly usage?: WireUsage | null
}

/** POST /moderations: https://docs.mistral.ai/capabilities/guardrailing/. @throws {GatewayError} */
export async function moderate(
  { provider, client, quirks }: Dialect,
  { request, model, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<ModerationRequest>,
): Promise<ProviderModeration> {
  const input = request.input.map(toText)
  const warnings = warningsOf(request, request.endUser === undefined ? [] : ['endUser'])
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
  const context = { provider, codes: CODES, signal, toWireError: toMistralError, prompts: () => input }
  const wire = (await readJson(provider, await checkStatus(sent, context), signal)) as WireModeration
  const results = Array.isArray(wire.results) ? wire.results.map(toResult) : []
  if (results.length !== input.length) throw badAnswer(provider, 'with another number of results than there were inputs')
  return { results, usage: wire.usage ? toUsage(wire.usage, quirks) : null, warnings }
}

function toText(parts: ModerationRequest['input'][number], index: number): string {
  return parts
    .map((part) => {
      if (part.type === 'text') return part.text
      throw new GatewayError('UNSUPPORTED_PARAMETER', 'Mistral moderates texts, not images.', { path: `input[${index}]` })
    })
    .join('\n')
}

/** It has no word for the whole: an input is flagged when any category is. */
function toResult(wire: { categories?: unknown; category_scores?: unknown } | null): ModerationResult {
  const scores = record(wire?.category_scores)
  const categories = Object.entries(record(wire?.categories)).map(([name, flagged]) => {
    const score = scores[name]
    return { name, flagged: flagged === true, score: typeof score === 'number' ? score : null }
  })
  return { flagged: categories.some(({ flagged }) => flagged), categories }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
