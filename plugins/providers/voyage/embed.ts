import {
  addUsage,
  createUsage,
  type EmbedRequest,
  GatewayError,
  type ProviderCall,
  type ProviderEmbedding,
  type Usage,
  warningsOf,
} from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { type FieldRules, ownFields } from './own-fields.js'
import { toUsage } from './to-usage.js'
import { post, type VoyageApi, type WireList } from './voyage-api.js'

/** https://docs.voyageai.com/reference/embeddings-api */
const TEXTS_A_CALL = 1_000
const RULES: FieldRules = {
  ours: new Set(['model', 'input', 'output_dimension', 'encoding_format']),
  near: { dialect: 'openai', names: new Set(['input_type', 'truncation', 'output_dtype']) },
}

type Vector = readonly number[]
type Call = ProviderCall<EmbedRequest>

/** POST /embeddings, as often as its limit of texts takes. @throws {GatewayError} */
export async function embed(api: VoyageApi, call: Call): Promise<ProviderEmbedding> {
  const texts = call.request.input.map(toText)
  const { fields, lost } = ownFields(call.request, RULES)
  const warnings = warningsOf(call.request, [...(call.request.endUser === undefined ? [] : ['endUser']), ...lost])
  const vectors: Vector[] = []
  let usage: Usage | null = createUsage()
  for (let from = 0; from < texts.length; from += TEXTS_A_CALL) {
    const input = texts.slice(from, from + TEXTS_A_CALL)
    const body = { ...fields, model: call.model, input, output_dimension: call.request.dimensions }
    const wire = await post(api, { path: '/embeddings', body, prompts: () => input }, call)
    vectors.push(...toVectors(api.provider, wire, input.length))
    const some = toUsage(wire.usage)
    usage = usage && some && addUsage(usage, some)
  }
  return { vectors, usage, warnings }
}

function toText(input: string | readonly number[]): string {
  if (typeof input === 'string') return input
  throw new GatewayError('UNSUPPORTED_PARAMETER', 'Voyage AI embeds texts, not token ids. Send the text.', { path: 'input' })
}

/** In the order of the inputs, whatever the order of the answer. */
export function toVectors(provider: string, { data }: WireList, expected: number): readonly Vector[] {
  const rows = Array.isArray(data) ? (data as readonly ({ index?: unknown; embedding?: unknown } | null)[]) : []
  const byIndex = new Map(rows.map((row, position) => [row?.index ?? position, row?.embedding]))
  return Array.from({ length: expected }, (_, index) => {
    const vector = byIndex.get(index)
    if (rows.length !== expected || !isVector(vector)) throw badAnswer(provider, 'with other vectors than there were inputs')
    return vector
  })
}

function isVector(value: unknown): value is Vector {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number')
}
