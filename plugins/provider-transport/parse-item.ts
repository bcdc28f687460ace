import { badAnswer } from './cut-answer.js'

/** The JSON of one item of a stream. @throws {GatewayError} PROVIDER_BAD_RESPONSE */
export function parseItem(provider: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badAnswer(provider, 'with malformed JSON in a stream')
  }
}
