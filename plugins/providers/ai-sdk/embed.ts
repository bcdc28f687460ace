import {
  createUsage,
  type EmbedRequest,
  GatewayError,
  type ProviderCall,
  type ProviderEmbedding,
  type Warning,
  warningsOf,
} from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { callModel } from './call-model.js'
import { embeddingModelOf } from './model.js'
import type { SdkPackage } from './sdk-package.js'
import { toSdkWarnings } from './to-sdk-warning.js'

type Call = ProviderCall<EmbedRequest>
interface Model {
  readonly maxEmbeddingsPerCall: PromiseLike<number | undefined> | number | undefined
  doEmbed(options: unknown): PromiseLike<SdkEmbedding>
}
interface SdkEmbedding {
  readonly embeddings?: unknown
  readonly usage?: { readonly tokens?: unknown } | null
  readonly warnings?: unknown
}
interface Embedded {
  readonly vectors: (readonly number[])[]
  readonly warnings: Warning[]
  tokens: number | null
}

/** Packages call the number of dimensions as they like. */
const DIMENSIONS: Readonly<Record<string, { readonly name: string; readonly field: string }>> = {
  '@ai-sdk/openai': { name: 'openai', field: 'dimensions' },
  '@ai-sdk/azure': { name: 'openai', field: 'dimensions' },
  '@ai-sdk/openai-compatible': { name: 'openaiCompatible', field: 'dimensions' },
  '@ai-sdk/google': { name: 'google', field: 'outputDimensionality' },
  '@ai-sdk/cohere': { name: 'cohere', field: 'outputDimension' },
}

/** As often as the package's limit of texts takes. @throws {GatewayError} */
export async function embed(sdk: SdkPackage, call: Call): Promise<ProviderEmbedding> {
  const texts = call.request.input.map(toText)
  const context = { provider: sdk.name, prompts: () => texts }
  const { model, atOnce } = await callModel(() => prepare(sdk, call), call, context)
  const all: Embedded = { vectors: [], warnings: toLost(sdk, call.request), tokens: 0 }
  for (let from = 0; from < texts.length; from += atOnce) {
    const values = texts.slice(from, from + atOnce)
    const options = { values, abortSignal: call.signal, providerOptions: toOptions(sdk, call.request) }
    add(all, await callModel(() => model.doEmbed(options), call, context), values.length, sdk.name)
  }
  const usage = all.tokens === null ? null : createUsage({ input: { text: all.tokens } })
  return { vectors: all.vectors, usage, warnings: all.warnings }
}

async function prepare(sdk: SdkPackage, { model: name }: Call): Promise<{ model: Model; atOnce: number }> {
  const model = embeddingModelOf(await sdk.load(), sdk.name, name) as unknown as Model
  const limit = await model.maxEmbeddingsPerCall
  return { model, atOnce: typeof limit === 'number' && limit >= 1 ? Math.floor(limit) : 2048 }
}

function toText(input: string | readonly number[]): string {
  if (typeof input === 'string') return input
  throw new GatewayError('UNSUPPORTED_PARAMETER', 'Packages of the AI SDK embed texts, not token ids. Send the text.', {
    path: 'input',
  })
}

function toLost({ settings }: SdkPackage, request: EmbedRequest): Warning[] {
  const hasDimensions = request.dimensions !== undefined && !DIMENSIONS[settings.package]
  return warningsOf(request, [...(hasDimensions ? ['dimensions'] : []), ...(request.endUser === undefined ? [] : ['endUser'])])
}

function toOptions({ settings, owner }: SdkPackage, { dimensions, extra }: EmbedRequest): object {
  const known = DIMENSIONS[settings.package]
  const own = extra?.dialect === owner ? extra.fields : {}
  if (!known || dimensions === undefined) return { ...settings.providerOptions, ...own }
  const asked = { ...settings.providerOptions?.[known.name], [known.field]: dimensions }
  return { ...settings.providerOptions, [known.name]: asked, ...own }
}

function add(all: Embedded, { embeddings, usage, warnings }: SdkEmbedding, expected: number, provider: string): void {
  if (!Array.isArray(embeddings) || embeddings.length !== expected || !embeddings.every(isVector)) {
    throw badAnswer(provider, 'with other vectors than there were inputs')
  }
  all.vectors.push(...embeddings)
  all.warnings.push(...toSdkWarnings(warnings))
  const tokens = usage?.tokens
  all.tokens = all.tokens !== null && typeof tokens === 'number' && tokens >= 0 ? all.tokens + Math.floor(tokens) : null
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number')
}
