import type { ProviderEvent } from '../../src/plugin-api.js'
import type { Answer } from './client.js'
import { toTransportError } from './to-transport-error.js'

/** Bytes in, whole items out, however the bytes were split. */
export interface StreamDecoder<Item> {
  /** @throws {GatewayError} PROVIDER_BAD_RESPONSE when the bytes are not of the format, or an item is longer than its limit */
  push(reads: readonly Buffer[], out: Item[]): void
  /** An item that the end of the stream left open. It may be half of one: only a mark of the end counts. */
  end(): Item | undefined
}

/** Turns the items of one answer into events. */
export interface StreamReader<Item> {
  /** Whether the item was the vendor's mark of the end. @throws {GatewayError} when the item is an error or nonsense */
  read(item: Item, out: ProviderEvent[]): boolean
  /**
   * What can only be said at the end.
   * @throws {GatewayError} PROVIDER_STREAM_CUT unless the answer finished, or was `marked` complete by the vendor
   */
  end(out: ProviderEvent[], marked: boolean): void
  /** Whether an item left open by the end of the stream is the vendor's mark of the end. Absent: it never is. */
  isMark?(item: Item): boolean
}

export interface StreamOptions<Item> {
  /** The name of the provider, for messages. */
  readonly provider: string
  readonly signal: AbortSignal
  readonly decoder: StreamDecoder<Item>
  readonly reader: StreamReader<Item>
  /** At the head of the first array. */
  readonly first: readonly ProviderEvent[]
}

/**
 * The events of a streamed answer: one array for each read from the socket. What stood before a failure is shown first: it has been
 * received, and may be billed.
 * @throws {GatewayError} what decoder and reader throw, PROVIDER_STREAM_CUT; or the reason of the signal
 */
export async function* readStream<Item>(
  { body }: Answer,
  { provider, signal, decoder, reader, first }: StreamOptions<Item>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  let batch: ProviderEvent[] = [...first]
  try {
    for (let reads = await body.next(); reads; reads = await body.next()) {
      const items: Item[] = []
      decoder.push(reads, items)
      if (readItems(items, reader, batch)) {
        body.drain()
        reader.end(batch, true)
        return yield batch
      }
      if (batch.length > 0) yield batch
      batch = []
    }
    const rest = decoder.end()
    reader.end(batch, rest !== undefined && reader.isMark?.(rest) === true)
    yield batch
  } catch (error) {
    signal.throwIfAborted()
    if (batch.length > 0) yield batch
    throw toTransportError(provider, error, 'within-answer')
  } finally {
    body.discard()
  }
}

function readItems<Item>(items: readonly Item[], reader: StreamReader<Item>, batch: ProviderEvent[]): boolean {
  for (const item of items) if (reader.read(item, batch)) return true
  return false
}
