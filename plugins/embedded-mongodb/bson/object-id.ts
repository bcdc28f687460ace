import { randomBytes } from 'node:crypto'
import { bsonType, Opaque } from './values.js'

const processPart = randomBytes(5)
let counter = randomBytes(3).readUIntBE(0, 3)

export function createObjectId(nowMs: number): Opaque {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(Math.floor(nowMs / 1000) >>> 0, 0)
  processPart.copy(bytes, 4)
  counter = (counter + 1) & 0xffffff
  bytes.writeUIntBE(counter, 9, 3)
  return new Opaque(bsonType.objectId, bytes)
}
