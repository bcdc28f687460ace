import type { EmbedRequest, Json, ProviderCall, ProviderEmbedding, Warning } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { isRejected } from './quirks.js'
import { toUsage, type WireUsage } from './to-usage.js'
import { findWireError, toAnswerError, toWireError } from './wire-error.js'

interface WireEmbeddings {
  readonly [name: string]: unknown
  readonly data?: unknown
  readonly usage?: unknown
}

/** POST /embeddings. @throws {GatewayError} */
export async function embed(dialect: Dialect, call: ProviderCall<EmbedRequest>): Promise<ProviderEmbedding> {
  const { provider, client, quirks, codes } = dialect
  const { request, signal, connectTimeoutMs, traceparent, onRateLimits } = call
  const body = JSON.stringify(toEmbedBody(call, dialect))
  const prompts = () => request.input.filter((input) => typeof input === 'string')
  const sent = await client.open({
    method: 'POST',
    path: '/embeddings',
    body,
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  })
  const wire = (await readJson(
    provider,
    await checkStatus(sent, { provider, signal, toWireError, prompts, codes }),
    signal,
  )) as WireEmbeddings
  const error = findWireError(wire)
  if (error) throw toAnswerError(provider, error)
  const usage = wire.usage && typeof wire.usage === 'object' ? toUsage(withoutOutput(wire.usage as WireUsage), quirks) : null
  return { vectors: toVectors(provider, wire, request.input.length), usage, warnings: toWarnings(request, dialect) }
}

/** Ours decide; floats are the default of `encoding_format`, which not every vendor knows. */
const OURS = new Set(['model', 'input', 'dimensions', 'user', 'encoding_format'])

function toEmbedBody({ request, model }: ProviderCall<EmbedRequest>, { quirks }: Dialect): Record<string, Json | undefined> {
  const fields = request.extra?.dialect === 'openai' ? Object.entries(request.extra.fields) : []
  const user = isRejected('endUser', quirks) ? undefined : request.endUser
  const foreign = Object.fromEntries(fields.filter(([name]) => !OURS.has(name)))
  return { ...foreign, model, input: request.input, dimensions: request.dimensions, user }
}

function toWarnings({ endUser }: EmbedRequest, { quirks }: Dialect): Warning[] {
  if (endUser === undefined || !isRejected('endUser', quirks)) return []
  return [
    { code: 'UNSUPPORTED_PARAMETER', message: 'This provider does not take endUser: it was left out.', parameter: 'endUser' },
  ]
}

/** Some vendors repeat the prompt's tokens as completion tokens. */
function withoutOutput(usage: WireUsage): WireUsage {
  return { prompt_tokens: usage['prompt_tokens'] ?? usage['total_tokens'] }
}

/** In the order of the inputs, whatever the order of the answer. */
function toVectors(provider: string, { data }: WireEmbeddings, expected: number): readonly (readonly number[])[] {
  const vectors: (readonly number[])[] = new Array(expected)
  const rows = Array.isArray(data) ? (data as readonly ({ index?: unknown; embedding?: unknown } | null)[]) : []
  rows.forEach((row, position) => {
    const index = typeof row?.index === 'number' ? row.index : position
    if (index >= 0 && index < expected && isVector(row?.embedding)) vectors[index] = row.embedding
  })
  for (let index = 0; index < expected; index++) {
    if (!vectors[index]) throw badAnswer(provider, 'with fewer vectors than there were inputs')
  }
  return vectors
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number')
}
