import type { ProviderEvent } from '../../../src/plugin-api.js'
import type { Answer } from '../../provider-transport/client.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { parseItem } from '../../provider-transport/parse-item.js'
import { readJson } from '../../provider-transport/read-body.js'
import { readStream, type StreamReader } from '../../provider-transport/read-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { createAnswerReader } from './from-answer.js'

/** A picture comes in one line. */
export const MAX_LINE_BYTES = 32 * 1024 * 1024

/**
 * The events of a streamed answer: one array for each read from the socket, `first` at the head of the first.
 * @throws {GatewayError} PROVIDER_STREAM_CUT, PROVIDER_BAD_RESPONSE or what an error within the stream says; or the reason of the signal
 */
export async function* streamAnswer(
  answer: Answer,
  provider: string,
  signal: AbortSignal,
  first: readonly ProviderEvent[],
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  await checkContentType(answer, provider, signal)
  const decoder = createSseDecoder(MAX_LINE_BYTES)
  yield* readStream(answer, { provider, signal, first, decoder, reader: createPieceReader(provider) })
}

/** The dialect has no mark of the end: the last piece has a reason to finish. */
export function createPieceReader(provider: string): StreamReader<string> {
  const answers = createAnswerReader(provider)
  return {
    read(payload, out) {
      answers.read(parseItem(provider, payload), out)
      return false
    },
    end: (out) => answers.end(out, false),
  }
}

async function checkContentType(answer: Answer, provider: string, signal: AbortSignal): Promise<void> {
  const type = answer.header('content-type')
  if (type === undefined || type.includes('event-stream')) return
  if (!type.includes('json')) answer.body.discard()
  // An error within a 200 comes as JSON; the reader throws it.
  createAnswerReader(provider).read(await readJson(provider, answer, signal), [])
  throw badAnswer(provider, 'without a stream although it was asked for one')
}
