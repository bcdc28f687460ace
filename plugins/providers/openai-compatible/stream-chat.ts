import type { ProviderEvent } from '../../../src/plugin-api.js'
import type { Answer } from '../../provider-transport/client.js'
import { parseItem } from '../../provider-transport/parse-item.js'
import { readStream, type StreamReader } from '../../provider-transport/read-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { checkEventStream } from './check-event-stream.js'
import type { ChunkReaderOptions } from './chunk-reader-options.js'
import { createChunkReader } from './from-chat-chunk.js'

const DONE = '[DONE]'

/**
 * The events of a streamed answer: one array for each read from the socket, `first` at the head of the first. No generator of its own: each in
 * the chain costs every read.
 * @throws {GatewayError} PROVIDER_STREAM_CUT, PROVIDER_BAD_RESPONSE or what an error within the stream says; or the reason of the signal.
 */
export async function streamChat(
  answer: Answer,
  options: ChunkReaderOptions,
  signal: AbortSignal,
  first: readonly ProviderEvent[],
): Promise<AsyncIterable<readonly ProviderEvent[]>> {
  const { provider } = options
  await checkEventStream(answer, provider, signal)
  return readStream(answer, { provider, signal, first, decoder: createSseDecoder(), reader: createPayloadReader(options) })
}

export function createPayloadReader(options: ChunkReaderOptions): StreamReader<string> {
  const chunks = createChunkReader(options)
  return {
    read(payload, out) {
      if (payload === DONE) return true
      chunks.read(parseItem(options.provider, payload), out)
      return false
    },
    end: (out, marked) => chunks.end(out, marked),
    isMark: (payload) => payload.trim() === DONE,
  }
}
