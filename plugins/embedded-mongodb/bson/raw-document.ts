import { decode, endOfName, readValue, sizeOfValue } from './decode.js'
import type { Document, Value } from './values.js'

/** Where fields are read from: a decoded document, or stored bytes of which only the fields asked for are decoded. */
export interface Fields {
  get(name: string): Value | undefined
}

export class RawDocument implements Fields {
  constructor(readonly bytes: Buffer) {}

  get(name: string): Value | undefined {
    const { bytes } = this
    let at = 4
    for (let type = bytes[at]!; type !== 0; type = bytes[at]!) {
      const end = endOfName(bytes, at + 1)
      if (isName(bytes, at + 1, end, name)) return readValue(type, bytes, end + 1)
      at = end + 1 + sizeOfValue(type, bytes, end + 1)
    }
    return undefined
  }

  decode(): Document {
    return decode(this.bytes)
  }
}

function isName(bytes: Buffer, start: number, end: number, name: string): boolean {
  const { length } = name
  if (end - start < length) return false
  for (let index = 0; index < length; index++) {
    const char = name.charCodeAt(index)
    if (char > 127) return bytes.toString('utf8', start, end) === name
    if (bytes[start + index] !== char) return false
  }
  return end - start === length
}
