import {
  createUsage,
  type EmbedRequest,
  GatewayError,
  type Json,
  type ProviderCall,
  type ProviderEmbedding,
  type Usage,
  warningsOf,
} from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import { type CohereApi, post } from './cohere-api.js'
import { toUsage } from './to-usage.js'

/** https://docs.cohere.com/reference/embed */
const TEXTS_A_CALL = 96
const OURS = new Set(['model', 'texts', 'embedding_types', 'output_dimension'])

type Vectors = readonly (readonly number[])[]
type Call = ProviderCall<EmbedRequest>

/** POST /v2/embed, as often as its limit of texts takes. @throws {GatewayError} */
export async function embed(api: CohereApi, call: Call): Promise<ProviderEmbedding> {
  const texts = call.request.input.map(toText)
  const warnings = warningsOf(call.request, call.request.endUser === undefined ? [] : ['endUser'])
  const vectors: (readonly number[])[] = []
  let usage: Usage | null = createUsage()
  for (let from = 0; from < texts.length; from += TEXTS_A_CALL) {
    const some = await embedSome(api, call, texts.slice(from, from + TEXTS_A_CALL))
    vectors.push(...some.vectors)
    usage = usage && some.usage && add(usage, some.usage)
  }
  return { vectors, usage, warnings }
}

async function embedSome(
  api: CohereApi,
  call: Call,
  texts: readonly string[],
): Promise<{ vectors: Vectors; usage: Usage | null }> {
  const { provider } = api
  const sent = { path: '/v2/embed', body: toBody(call, texts), prompts: () => texts }
  const answer = (await readJson(provider, await post(api, sent, call), call.signal)) as {
    embeddings?: { float?: unknown } | null
    meta?: unknown
  }
  const vectors = answer.embeddings?.float
  if (!Array.isArray(vectors) || vectors.length !== texts.length || !vectors.every(isVector)) {
    throw badAnswer(provider, 'with other vectors than there were inputs')
  }
  return { vectors, usage: toUsage(answer.meta) }
}

function toBody({ request, model }: Call, texts: readonly string[]): Record<string, Json | undefined> {
  const own = request.extra?.dialect === 'cohere' || request.extra?.dialect === 'openai' ? request.extra.fields : {}
  const fields = Object.entries(own).filter(([name]) => !OURS.has(name) && name !== 'encoding_format')
  return {
    input_type: 'search_document',
    ...Object.fromEntries(fields),
    model,
    texts,
    embedding_types: ['float'],
    output_dimension: request.dimensions,
  }
}

function toText(input: string | readonly number[]): string {
  if (typeof input === 'string') return input
  throw new GatewayError('UNSUPPORTED_PARAMETER', 'Cohere embeds texts, not token ids. Send the text.', { path: 'input' })
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number')
}

function add({ input }: Usage, other: Usage): Usage {
  return createUsage({
    input: {
      text: input.text + other.input.text,
      cacheRead: input.cacheRead + other.input.cacheRead,
      image: input.image + other.input.image,
    },
  })
}
