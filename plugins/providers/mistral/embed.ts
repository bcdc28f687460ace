import { type EmbedRequest, GatewayError, type Json, type ProviderCall, type ProviderEmbedding } from '../../../src/plugin-api.js'
import type { Dialect } from '../openai-compatible/dialect.js'
import { embed as embedInDialect } from '../openai-compatible/embed.js'

/** POST /embeddings, which calls the dimensions `output_dimension` and takes texts only. @throws {GatewayError} */
export function embed(dialect: Dialect, call: ProviderCall<EmbedRequest>): Promise<ProviderEmbedding> {
  const { input, dimensions, extra } = call.request
  if (input.some((item) => typeof item !== 'string')) {
    throw new GatewayError('UNSUPPORTED_PARAMETER', 'Mistral embeds texts, not token ids. Send the text.', { path: 'input' })
  }
  const own: Readonly<Record<string, Json>> = extra?.dialect === 'mistral' ? extra.fields : {}
  const fields = { ...own, ...(dimensions === undefined ? {} : { output_dimension: dimensions }) }
  return embedInDialect(dialect, {
    ...call,
    request: { ...call.request, dimensions: undefined, extra: { dialect: 'openai', fields } },
  })
}
