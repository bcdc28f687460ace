/** The key of an entry: the number of its space, then its own bytes. */
export function spaceKey(space: number, key?: Buffer): Buffer {
  const length = key === undefined ? 0 : key.length
  const bytes = Buffer.allocUnsafe(4 + length)
  bytes.writeUInt32BE(space, 0)
  if (key !== undefined) key.copy(bytes, 4)
  return bytes
}

export function spaceEnd(space: number): Buffer {
  return spaceKey(space + 1)
}
