import type { CallBody } from '../domain/call-record.js'

const MAX_TEXT_CHARACTERS = 16_384

/** A body as JSON. One that is larger than `maxBytes` has its long texts cut and says so with `cut: true`. */
export function packBody(body: CallBody, maxBytes: number): string {
  const whole = JSON.stringify(body)
  if (fits(whole, maxBytes)) return whole
  const cut = JSON.stringify({ ...body, cut: true }, cutText)
  return fits(cut, maxBytes) ? cut : JSON.stringify({ messages: [], choices: [], cut: true })
}

/** A character takes three bytes at most. */
function fits(json: string, maxBytes: number): boolean {
  return json.length * 3 <= maxBytes || Buffer.byteLength(json) <= maxBytes
}

function cutText(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= MAX_TEXT_CHARACTERS) return value
  return `${value.slice(0, MAX_TEXT_CHARACTERS)}… [${value.length - MAX_TEXT_CHARACTERS} characters cut]`
}
