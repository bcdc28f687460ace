import type { ProviderEvent } from '../../../src/plugin-api.js'
import type { ChunkReaderOptions } from './chunk-reader-options.js'
import { createChunkReader } from './from-chat-chunk.js'

/**
 * An answer of one piece as the events that its stream would have given.
 * @throws {GatewayError} PROVIDER_BAD_RESPONSE, or what the answer says when it is an error.
 */
export function fromChatResponse(body: unknown, options: ChunkReaderOptions): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const reader = createChunkReader(options)
  reader.read(body, out)
  reader.end(out, true)
  return out
}
