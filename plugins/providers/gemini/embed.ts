import {
  createUsage,
  type EmbedRequest,
  GatewayError,
  type JsonObject,
  type ProviderCall,
  type ProviderEmbedding,
  type Usage,
  warningsOf,
} from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import { checkAnswer } from './check-answer.js'
import { type Endpoint, post } from './gemini-calls.js'
import { DIALECT } from './gemini-state.js'

/** The most that `batchEmbedContents` takes at once. */
const BATCH = 100

/** https://ai.google.dev/api/embeddings. @throws {GatewayError} */
export async function embed(endpoint: Endpoint, call: ProviderCall<EmbedRequest>): Promise<ProviderEmbedding> {
  const texts = textsOf(call.request)
  const vectors: (readonly number[])[] = []
  let tokens: number | undefined
  for (let from = 0; from < texts.length; from += BATCH) {
    const batch = await embedBatch(endpoint, call, texts.slice(from, from + BATCH))
    vectors.push(...batch.vectors)
    if (batch.tokens !== undefined) tokens = (tokens ?? 0) + batch.tokens
  }
  return { vectors, usage: toEmbedUsage(tokens), warnings: embedWarnings(call.request) }
}

async function embedBatch(endpoint: Endpoint, call: ProviderCall<EmbedRequest>, texts: readonly string[]) {
  const { provider } = endpoint
  const requests = texts.map((text) => ({
    ...embedFields(call.request, ['taskType', 'title']),
    model: call.model.includes('/') ? call.model : `models/${call.model}`,
    content: { parts: [{ text }] },
    outputDimensionality: call.request.dimensions,
  }))
  const sent = await post(endpoint, call, ':batchEmbedContents', { requests })
  const answer = await checkAnswer(sent, { provider, signal: call.signal, prompts: () => texts })
  const { embeddings, usageMetadata } = (await readJson(provider, answer, call.signal)) as {
    readonly embeddings?: unknown
    readonly usageMetadata?: { readonly promptTokenCount?: unknown } | null
  }
  const tokens = usageMetadata?.promptTokenCount
  const rows = Array.isArray(embeddings) ? (embeddings as readonly ({ readonly values?: unknown } | null)[]) : []
  return {
    vectors: checkVectors(
      provider,
      rows.map((row) => row?.values),
      texts.length,
    ),
    tokens: typeof tokens === 'number' ? tokens : undefined,
  }
}

/** @throws {GatewayError} UNSUPPORTED_PARAMETER for tokens, which mean nothing to another vendor's model */
export function textsOf({ input }: EmbedRequest): readonly string[] {
  return input.map((item, index) => {
    if (typeof item === 'string') return item
    const message = 'This provider embeds text, and no token ids. Send the text itself.'
    throw new GatewayError('UNSUPPORTED_PARAMETER', message, { path: `input[${index}]` })
  })
}

/** What the caller said in this dialect. */
export function embedFields({ extra }: EmbedRequest, names: readonly string[]): JsonObject {
  if (extra?.dialect !== DIALECT) return {}
  return Object.fromEntries(names.flatMap((name) => (extra.fields[name] === undefined ? [] : [[name, extra.fields[name]]])))
}

export function embedWarnings(request: EmbedRequest) {
  return warningsOf(request, request.endUser === undefined ? [] : ['endUser'])
}

/** null when the vendor did not count. */
export function toEmbedUsage(tokens: number | undefined): Usage | null {
  return tokens === undefined ? null : createUsage({ input: { text: tokens } })
}

/** One for each input. @throws {GatewayError} PROVIDER_BAD_RESPONSE */
export function checkVectors(provider: string, rows: readonly unknown[], expected: number): readonly (readonly number[])[] {
  const vectors = rows.filter(isVector)
  if (vectors.length !== expected) throw badAnswer(provider, 'with another number of vectors than there were inputs')
  return vectors
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number')
}
