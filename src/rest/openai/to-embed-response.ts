import type { Embedding } from '../../domain/completion.js'
import { inputTokens } from '../../domain/usage.js'
import type { EmbeddingsRequest } from './from-embed-request.js'
import { toWeirDetails } from './weir-details.js'

export function toEmbedResponse(embedding: Embedding, encoding: EmbeddingsRequest['encoding'], details: boolean): object {
  const tokens = inputTokens(embedding.usage)
  return {
    object: 'list',
    data: embedding.vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: encoding === 'base64' ? toBase64(vector) : vector,
    })),
    model: embedding.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
    ...(details && { weir: toWeirDetails(embedding) }),
  }
}

function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(vector.length * 4)
  for (let i = 0; i < vector.length; i++) bytes.writeFloatLE(vector[i] as number, i * 4)
  return bytes.toString('base64')
}
