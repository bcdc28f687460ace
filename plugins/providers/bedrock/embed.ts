import {
  createUsage,
  type EmbedRequest,
  GatewayError,
  type Json,
  type ProviderCall,
  type ProviderEmbedding,
} from '../../../src/plugin-api.js'
import type { Answer } from '../../provider-transport/client.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import { checkAnswer } from './bedrock-error.js'
import type { Dialect } from './dialect.js'
import { escapeSegment } from './sign-request.js'
import { toEmbedBodies } from './to-embed-body.js'

/** Titan takes one text a call: a request of many becomes as many calls, so many at a time. */
const AT_ONCE = 8

interface Part {
  readonly vectors: readonly (readonly number[])[]
  readonly tokens: number
}

/** InvokeModel of Titan's and Cohere's embedding models. @throws {GatewayError} */
export async function embed(dialect: Dialect, call: ProviderCall<EmbedRequest>): Promise<ProviderEmbedding> {
  const texts = call.request.input.map(toText)
  const { bodies, warnings } = toEmbedBodies(call.request, texts, dialect.toModel(call.model))
  const parts: Part[] = []
  for (let from = 0; from < bodies.length; from += AT_ONCE) {
    parts.push(...(await Promise.all(bodies.slice(from, from + AT_ONCE).map((body) => invoke(dialect, call, body, texts)))))
  }
  const vectors = parts.flatMap((part) => part.vectors)
  if (vectors.length !== texts.length) throw badAnswer(dialect.provider, 'with another number of vectors than there were inputs')
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0)
  return { vectors, usage: tokens > 0 ? createUsage({ input: { text: tokens } }) : null, warnings }
}

function toText(input: string | readonly number[], index: number): string {
  if (typeof input === 'string') return input
  throw new GatewayError('UNSUPPORTED_PARAMETER', 'Bedrock embeds texts, not token ids. Send the text.', {
    path: `input[${index}]`,
  })
}

async function invoke(
  { provider, client }: Dialect,
  { model, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<EmbedRequest>,
  fields: Readonly<Record<string, Json | undefined>>,
  texts: readonly string[],
): Promise<Part> {
  const path = `/model/${escapeSegment(model)}/invoke`
  const sent = await client.open({
    method: 'POST',
    path,
    body: JSON.stringify(fields),
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  })
  const answer = await checkAnswer(provider, sent, signal, () => texts)
  return toPart(provider, answer, await readJson(provider, answer, signal))
}

/** Titan: `embedding`; Cohere: `embeddings`, a list or a list for each type asked for. */
function toPart(provider: string, { header }: Answer, wire: object): Part {
  const { embedding, embeddings, inputTextTokenCount } = wire as Readonly<Record<string, unknown>>
  const floats = Array.isArray(embeddings) ? embeddings : (embeddings as { float?: unknown } | null | undefined)?.float
  const vectors = embedding === undefined ? floats : [embedding]
  if (!Array.isArray(vectors) || !vectors.every(isVector)) throw badAnswer(provider, 'without vectors')
  const counted = inputTextTokenCount ?? Number(header('x-amzn-bedrock-input-token-count'))
  return { vectors, tokens: typeof counted === 'number' && counted > 0 ? counted : 0 }
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number')
}
