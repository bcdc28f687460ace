const STRING = 7
/** Bytes of a value by its type: booleans, byte, short, int, long, then two that tell their own length, timestamp, UUID. */
const FIXED_BYTES: readonly (number | undefined)[] = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16]

/**
 * The headers of a message that are strings; the others say nothing to us. undefined when they are no headers.
 * Source: https://smithy.io/2.0/aws/amazon-eventstream.html#headers
 */
export function readHeaders(bytes: Buffer): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const nameAt = at + 1
    const typeAt = nameAt + bytes[at]!
    const type = bytes[typeAt]
    if (type === undefined || type >= FIXED_BYTES.length) return undefined
    const fixed = FIXED_BYTES[type]
    if (fixed === undefined && typeAt + 3 > bytes.length) return undefined
    const valueAt = typeAt + (fixed === undefined ? 3 : 1)
    const end = valueAt + (fixed ?? bytes.readUInt16BE(typeAt + 1))
    if (end > bytes.length) return undefined
    if (type === STRING) headers.set(bytes.toString('utf8', nameAt, typeAt), bytes.toString('utf8', valueAt, end))
    at = end
  }
  return headers
}
