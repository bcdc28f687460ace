import { GatewayError } from '../../src/plugin-api.js'
import type { Answer } from './client.js'
import { badAnswer } from './cut-answer.js'
import { toTransportError } from './to-transport-error.js'

const MAX_BODY_BYTES = 64 * 1024 * 1024
/** Errors are short; a page of an unhappy proxy need not be read to its end. */
const MAX_ERROR_BYTES = 256 * 1024

/**
 * The JSON of an answer of one piece.
 * @throws {GatewayError} PROVIDER_BAD_RESPONSE, PROVIDER_STREAM_CUT; or the reason of the signal.
 */
export async function readJson(provider: string, answer: Answer, signal: AbortSignal): Promise<object> {
  const type = answer.header('content-type')
  if (type !== undefined && !type.includes('json')) {
    answer.body.discard()
    throw badAnswer(provider, 'with another content type than JSON')
  }
  const text = await readText(provider, answer, signal, MAX_BODY_BYTES)
  if (text.trim() === '') throw badAnswer(provider, 'with an empty body')
  const value = parseJson(text)
  if (value === undefined) throw badAnswer(provider, 'with malformed JSON')
  if (typeof value !== 'object' || value === null) throw badAnswer(provider, 'something that is no JSON object')
  return value
}

/** The body of an error, undefined when it is not JSON or cannot be read: the status says enough. */
export async function readErrorJson(provider: string, answer: Answer, signal: AbortSignal): Promise<unknown> {
  try {
    return parseJson(await readText(provider, answer, signal, MAX_ERROR_BYTES))
  } catch (error) {
    if (error instanceof GatewayError) return undefined
    throw error
  }
}

async function readText(provider: string, { body }: Answer, signal: AbortSignal, maxBytes: number): Promise<string> {
  const all: Buffer[] = []
  let bytes = 0
  try {
    for (let reads = await body.next(); reads; reads = await body.next()) {
      for (const read of reads) {
        bytes += read.length
        all.push(read)
      }
      if (bytes > maxBytes) throw badAnswer(provider, `with more than ${maxBytes / 1024} KiB`)
    }
  } catch (error) {
    body.discard()
    signal.throwIfAborted()
    throw toTransportError(provider, error, 'within-answer')
  }
  return all.length === 1 ? all[0]!.toString('utf8') : Buffer.concat(all).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
