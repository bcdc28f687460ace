import {
  createUsage,
  type EmbedRequest,
  GatewayError,
  type ProviderCall,
  type ProviderEmbedding,
  warningsOf,
} from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { toWireError } from './ollama-error.js'

/** POST /api/embed. @throws {GatewayError} */
export async function embed(
  { provider, client, settings }: Dialect,
  { request, model, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<EmbedRequest>,
): Promise<ProviderEmbedding> {
  const input = request.input.map(toText)
  const extra = request.extra?.dialect === 'ollama' ? request.extra.fields : {}
  const body = JSON.stringify({ keep_alive: settings.keepAlive, ...extra, model, input, dimensions: request.dimensions })
  const sent = await client.open({
    method: 'POST',
    path: '/api/embed',
    body,
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  })
  const answer = await checkStatus(sent, { provider, signal, toWireError, prompts: () => input })
  const { embeddings, prompt_eval_count: tokens } = (await readJson(provider, answer, signal)) as Readonly<
    Record<string, unknown>
  >
  if (!Array.isArray(embeddings) || embeddings.length !== input.length || !embeddings.every(isVector)) {
    throw badAnswer(provider, 'with another number of vectors than there were inputs')
  }
  const usage = typeof tokens === 'number' && tokens > 0 ? createUsage({ input: { text: tokens } }) : null
  return { vectors: embeddings, usage, warnings: warningsOf(request, request.endUser === undefined ? [] : ['endUser']) }
}

function toText(input: string | readonly number[], index: number): string {
  if (typeof input === 'string') return input
  throw new GatewayError('UNSUPPORTED_PARAMETER', 'Ollama embeds texts, not token ids. Send the text.', {
    path: `input[${index}]`,
  })
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => typeof number === 'number')
}
