import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { parseItem } from '../../provider-transport/parse-item.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { readStream, type StreamReader } from '../../provider-transport/read-stream.js'
import type { Dialect } from './dialect.js'
import { createChunkReader } from './from-chat-chunk.js'
import { createNdjsonDecoder } from './ndjson-decoder.js'
import { toWireError } from './ollama-error.js'
import { toChatBody } from './to-chat-body.js'

export async function* complete(
  { provider, client, settings }: Dialect,
  { request, model, stream, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { body, warnings } = toChatBody(request, { model, stream, settings })
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const sent = {
    method: 'POST',
    path: '/api/chat',
    body: JSON.stringify(body),
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  } as const
  const context = { provider, signal, toWireError, prompts: () => promptTexts(request) }
  const answer = await checkStatus(await client.open(sent), context)
  if (!stream) return yield [...first, ...fromChatResponse(provider, await readJson(provider, answer, signal))]
  const decoder = createNdjsonDecoder(provider)
  yield* readStream(answer, { provider, signal, first, decoder, reader: createLineReader(provider) })
}

/** An answer of one piece as the events that its stream would have given. @throws {GatewayError} */
export function fromChatResponse(provider: string, body: unknown): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const reader = createChunkReader(provider)
  reader.read(body, out)
  reader.end(out)
  return out
}

/** Reads the lines of a stream; the last may lack its line feed. */
export function createLineReader(provider: string): StreamReader<string> {
  const chunks = createChunkReader(provider)
  let last: unknown
  return {
    read: (line, out) => chunks.read(parseItem(provider, line), out),
    end(out) {
      if (last !== undefined) chunks.read(last, out)
      chunks.end(out)
    },
    isMark(line) {
      try {
        last = JSON.parse(line)
      } catch {
        return false
      }
      return true
    },
  }
}
