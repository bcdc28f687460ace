import type { CallBody } from '../domain/call-record.js'

const MAX_TEXT_CHARACTERS = 16_384

/** A body as JSON. One that is larger than `maxBytes` has its long texts cut and says so with `cut: true`. */
export function packBody(body: CallBody, maxBytes: number): Buffer {
  const whole = Buffer.from(JSON.stringify(body))
  if (whole.length <= maxBytes) return whole
  const cut = Buffer.from(JSON.stringify({ ...body, cut: true }, cutText))
  return cut.length <= maxBytes ? cut : Buffer.from(JSON.stringify({ messages: [], choices: [], cut: true }))
}

function cutText(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= MAX_TEXT_CHARACTERS) return value
  return `${value.slice(0, MAX_TEXT_CHARACTERS)}… [${value.length - MAX_TEXT_CHARACTERS} characters cut]`
}
