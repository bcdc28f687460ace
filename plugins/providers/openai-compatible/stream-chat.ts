import { GatewayError, type ProviderEvent } from '../../../src/plugin-api.js'
import type { ChunkReaderOptions } from './chunk-reader-options.js'
import type { Answer } from './client.js'
import { badAnswer } from './cut-answer.js'
import { type ChunkReader, createChunkReader } from './from-chat-chunk.js'
import { readJson } from './read-body.js'
import { createSseDecoder } from './sse-decoder.js'
import { toTransportError } from './to-transport-error.js'

const DONE = '[DONE]'

/**
 * The events of a streamed answer: one array for each read from the socket, `first` at the head of the first.
 * @throws {GatewayError} PROVIDER_STREAM_CUT, PROVIDER_BAD_RESPONSE or what an error within the stream says; or the reason of the signal.
 */
export async function* streamChat(
  answer: Answer,
  options: ChunkReaderOptions,
  signal: AbortSignal,
  first: readonly ProviderEvent[],
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  await checkContentType(answer, options, signal)
  const decoder = createSseDecoder()
  const reader = createChunkReader(options)
  const { body } = answer
  const { provider } = options
  let batch: ProviderEvent[] = [...first]
  try {
    for (let reads = await body.next(); reads; reads = await body.next()) {
      const payloads: string[] = []
      decoder.push(reads, payloads)
      const done = readPayloads(payloads, reader, batch, provider)
      if (done) {
        body.drain()
        return yield finish(reader, batch, true)
      }
      if (batch.length > 0) yield batch
      batch = []
    }
    yield finish(reader, batch, readPayloads(rest(decoder.end()), reader, batch, provider))
  } catch (error) {
    signal.throwIfAborted()
    // What stood before the failure in the same read has been received, and may be billed.
    if (batch.length > 0) yield batch
    throw toTransportError(provider, error, 'within-answer')
  } finally {
    body.discard()
  }
}

/** Whether the vendor's mark of the end was among them. */
function readPayloads(payloads: readonly string[], reader: ChunkReader, batch: ProviderEvent[], provider: string): boolean {
  for (const payload of payloads) {
    if (payload === DONE) return true
    reader.read(parse(payload, provider), batch)
  }
  return false
}

function finish(reader: ChunkReader, batch: ProviderEvent[], marked: boolean): readonly ProviderEvent[] {
  reader.end(batch, marked)
  return batch
}

/** An event that the end of the stream left open counts only when it is the mark of the end: anything else may be half a chunk. */
function rest(payload: string | undefined): readonly string[] {
  return payload?.trim() === DONE ? [DONE] : []
}

function parse(payload: string, provider: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    throw badAnswer(provider, 'with malformed JSON in a stream')
  }
}

async function checkContentType(answer: Answer, options: ChunkReaderOptions, signal: AbortSignal): Promise<void> {
  const type = answer.header('content-type')
  if (type === undefined || type.includes('event-stream')) return
  if (!type.includes('json')) answer.body.discard()
  // An error within a 200 comes as JSON; the reader throws it.
  createChunkReader(options).read(await readJson(options.provider, answer, signal), [])
  throw new GatewayError('PROVIDER_BAD_RESPONSE', `Provider "${options.provider}" did not stream although it was asked to.`)
}
