import { CommandError } from '../errors.js'
import { bsonType, type Document, Int32, Opaque, typeCode, UtcDate, type Value } from './values.js'

/** What an answer is written from: values, plain objects and already encoded documents, which are copied as they are. */
export type Encodable = Value | Buffer | Date | undefined | readonly Encodable[] | { readonly [name: string]: Encodable }

let scratch = Buffer.allocUnsafe(64 * 1024)
let used = 0

function reserve(size: number): void {
  if (used + size <= scratch.length) return
  if (used + size > 64 * 1024 * 1024) throw new CommandError(10334, 'the document to encode is larger than 64 MiB')
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, used + size))
  scratch.copy(larger, 0, 0, used)
  scratch = larger
}

/** Encodes a document. The result is a copy that the caller owns. */
export function encode(document: Document | { readonly [name: string]: Encodable }): Buffer {
  const start = used
  try {
    writeObject(document)
    return Buffer.from(scratch.subarray(start, used))
  } finally {
    used = start
    if (used === 0 && scratch.length > 1024 * 1024) scratch = Buffer.allocUnsafe(64 * 1024)
  }
}

function writeObject(document: Document | { readonly [name: string]: Encodable }): void {
  const start = open()
  if (document instanceof Map) {
    for (const [name, value] of document) writeElement(name, value)
  } else {
    for (const name in document) if (document[name] !== undefined) writeElement(name, document[name])
  }
  close(start)
}

function open(): number {
  reserve(4)
  used += 4
  return used - 4
}

function close(start: number): void {
  reserve(1)
  scratch[used++] = 0
  scratch.writeInt32LE(used - start, start)
}

function writeName(type: number, name: string): void {
  reserve(2 + name.length * 3)
  scratch[used++] = type
  used += name.length < 24 ? writeShort(name) : scratch.write(name, used, 'utf8')
  scratch[used++] = 0
}

function writeShort(name: string): number {
  for (let index = 0; index < name.length; index++) {
    const char = name.charCodeAt(index)
    if (char > 127) return scratch.write(name, used, 'utf8')
    scratch[used + index] = char
  }
  return name.length
}

function writeElement(name: string, value: Encodable): void {
  if (Buffer.isBuffer(value)) {
    writeName(bsonType.object, name)
    writeBytes(value)
  } else if (value instanceof Date) {
    writeElement(name, new UtcDate(BigInt(value.getTime())))
  } else if (isPlain(value)) {
    writeName(bsonType.object, name)
    writeObject(value)
  } else {
    writeName(typeCode(value as Value), name)
    writeValue(value as Value)
  }
}

function isPlain(value: Encodable): value is { readonly [name: string]: Encodable } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function writeValue(value: Value): void {
  reserve(16)
  if (typeof value === 'string') writeString(value)
  else if (value instanceof Int32) used = scratch.writeInt32LE(value.value, used)
  else if (typeof value === 'bigint') used = scratch.writeBigInt64LE(value, used)
  else if (typeof value === 'number') used = scratch.writeDoubleLE(value, used)
  else if (value instanceof Opaque) writeBytes(value.bytes)
  else if (value instanceof UtcDate) used = scratch.writeBigInt64LE(value.ms, used)
  else if (value instanceof Map) writeObject(value)
  else if (typeof value === 'boolean') scratch[used++] = value ? 1 : 0
  else if (value !== null) writeArray(value)
}

function writeString(value: string): void {
  reserve(5 + value.length * 3)
  const length = scratch.write(value, used + 4, 'utf8')
  scratch.writeInt32LE(length + 1, used)
  used += 4 + length
  scratch[used++] = 0
}

function writeArray(values: readonly Encodable[]): void {
  const start = open()
  for (let index = 0; index < values.length; index++) writeElement(String(index), values[index])
  close(start)
}

function writeBytes(bytes: Buffer): void {
  reserve(bytes.length)
  used += bytes.copy(scratch, used)
}
