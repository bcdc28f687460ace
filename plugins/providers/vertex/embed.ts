import type { EmbedRequest, ProviderCall, ProviderEmbedding } from '../../../src/plugin-api.js'
import { readJson } from '../../provider-transport/read-body.js'
import { checkAnswer } from '../gemini/check-answer.js'
import { checkVectors, embedFields, embedWarnings, textsOf, toEmbedUsage } from '../gemini/embed.js'
import { type Endpoint, post } from '../gemini/gemini-calls.js'
import { bareName } from './addresses.js'

type Call = ProviderCall<EmbedRequest>
interface Batch {
  readonly vectors: readonly (readonly number[])[]
  readonly tokens: number | undefined
}

/** `:predict` takes 250 texts of the older models, one of Gemini's first; later models answer to `:embedContent` alone. */
const MOST = 250
const AT_ONCE = 8

/** https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api. @throws {GatewayError} */
export async function embed(endpoint: Endpoint, call: Call): Promise<ProviderEmbedding> {
  const batches = split(textsOf(call.request), isGemini(call.model) ? 1 : MOST)
  const embedBatch = takesContent(call.model) ? embedContent : predict
  const answers: Batch[] = []
  for (const group of split(batches, AT_ONCE)) {
    answers.push(...(await Promise.all(group.map((texts) => embedBatch(endpoint, call, texts)))))
  }
  const counts = answers.flatMap(({ tokens }) => tokens ?? [])
  return {
    vectors: answers.flatMap(({ vectors }) => vectors),
    usage: toEmbedUsage(counts.length > 0 ? counts.reduce((sum, count) => sum + count) : undefined),
    warnings: embedWarnings(call.request),
  }
}

function isGemini(model: string): boolean {
  return bareName(model).startsWith('gemini')
}

function takesContent(model: string): boolean {
  return isGemini(model) && bareName(model) !== 'gemini-embedding-001'
}

async function predict(endpoint: Endpoint, call: Call, texts: readonly string[]): Promise<Batch> {
  const { taskType, title, autoTruncate } = embedFields(call.request, ['taskType', 'title', 'autoTruncate'])
  const instances = texts.map((content) => ({ content, task_type: taskType, title }))
  const parameters = { outputDimensionality: call.request.dimensions, autoTruncate }
  const { predictions } = await ask(endpoint, call, ':predict', { instances, parameters }, texts)
  const rows = list(predictions).map(({ embeddings }) => record(embeddings))
  const counts = rows.flatMap(({ statistics }) => record(statistics)['token_count'] ?? [])
  const tokens = counts.reduce((sum: number, count) => sum + (typeof count === 'number' ? count : 0), 0)
  return {
    vectors: checkVectors(
      endpoint.provider,
      rows.map(({ values }) => values),
      texts.length,
    ),
    tokens: counts.length > 0 ? tokens : undefined,
  }
}

async function embedContent(endpoint: Endpoint, call: Call, texts: readonly string[]): Promise<Batch> {
  const fields = embedFields(call.request, ['taskType', 'title', 'autoTruncate'])
  const content = { parts: texts.map((text) => ({ text })) }
  const body = { ...fields, content, outputDimensionality: call.request.dimensions }
  const { embedding, usageMetadata } = await ask(endpoint, call, ':embedContent', body, texts)
  const tokens = record(usageMetadata)['promptTokenCount']
  return {
    vectors: checkVectors(endpoint.provider, [record(embedding)['values']], texts.length),
    tokens: typeof tokens === 'number' ? tokens : undefined,
  }
}

async function ask(endpoint: Endpoint, call: Call, method: string, body: object, texts: readonly string[]): Promise<Fields> {
  const { provider } = endpoint
  const sent = await post(endpoint, call, method, body)
  return record(
    await readJson(provider, await checkAnswer(sent, { provider, signal: call.signal, prompts: () => texts }), call.signal),
  )
}

type Fields = Readonly<Record<string, unknown>>

function split<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(record) : []
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
