import { encode } from '../bson/encode.js'
import { validateBson } from '../bson/validate.js'
import type { Reply } from '../commands/request.js'
import { CommandError, refuse } from '../errors.js'

/** @see https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
export const opCode = { reply: 1, query: 2004, compressed: 2012, message: 2013 } as const
export const headerBytes = 16

const flag = { checksumPresent: 1, moreToCome: 2, exhaustAllowed: 1 << 16 }
/** Flags of the first 16 bits that a receiver does not know have to be an error. */
const requiredFlags = 0xffff & ~(flag.checksumPresent | flag.moreToCome)

export interface Message {
  requestId: number
  opCode: number
  /** The command. */
  body: Buffer
  /** The document sequences of kind-1 sections, by the field that each stands for. */
  sequences: Map<string, Buffer[]>
  /** The sender wants no answer. */
  moreToCome: boolean
}

export function parseMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4)
  const code = bytes.readInt32LE(12)
  if (code === opCode.message) return { requestId, opCode: code, ...parseOpMsg(bytes) }
  if (code === opCode.query) return { requestId, opCode: code, ...parseOpQuery(bytes) }
  return refuse(`The message type ${code}`)
}

type Content = Pick<Message, 'body' | 'sequences' | 'moreToCome'>

function malformed(reason: string): never {
  throw new CommandError(17, `malformed message: ${reason}`)
}

function parseOpMsg(bytes: Buffer): Content {
  if (bytes.length < headerBytes + 4 + 1 + 5) malformed('too short')
  const flags = bytes.readUInt32LE(headerBytes)
  if (flags & requiredFlags) malformed('unknown flags')
  const end = bytes.length - (flags & flag.checksumPresent ? 4 : 0)
  const sequences = new Map<string, Buffer[]>()
  let body: Buffer | undefined
  let at = headerBytes + 4
  while (at < end) {
    const kind = bytes[at++]
    if (kind === 0) {
      if (body !== undefined) malformed('two bodies')
      const bodyEnd = validateBson(bytes, at, end)
      body = bytes.subarray(at, bodyEnd)
      at = bodyEnd
    } else if (kind === 1) at = parseSequence(bytes, at, end, sequences)
    else malformed(`section kind ${kind}`)
  }
  if (body === undefined) malformed('no body')
  return { body, sequences, moreToCome: (flags & flag.moreToCome) !== 0 }
}

function parseSequence(bytes: Buffer, start: number, limit: number, sequences: Map<string, Buffer[]>): number {
  if (limit - start < 5) malformed('a section is cut short')
  const end = start + bytes.readInt32LE(start)
  const nameEnd = bytes.indexOf(0, start + 4)
  if (end > limit || nameEnd < 0 || nameEnd >= end) malformed('a section has a wrong length')
  const documents: Buffer[] = []
  for (let at = nameEnd + 1; at < end; ) {
    const next = validateBson(bytes, at, end)
    documents.push(bytes.subarray(at, next))
    at = next
  }
  sequences.set(bytes.toString('utf8', start + 4, nameEnd), documents)
  return end
}

/** The legacy message that a driver begins with: it may hold nothing but a first hello. */
function parseOpQuery(bytes: Buffer): Content {
  const nameEnd = bytes.indexOf(0, headerBytes + 4)
  if (nameEnd < 0 || nameEnd + 9 > bytes.length) malformed('too short')
  const at = nameEnd + 9
  return { body: bytes.subarray(at, validateBson(bytes, at, bytes.length)), sequences: new Map(), moreToCome: false }
}

let lastRequestId = 0

export function toMessage(request: { requestId: number; opCode: number }, reply: Reply): Buffer {
  const body = encode(reply)
  const legacy = request.opCode === opCode.query
  const extra = legacy ? 20 : 5
  const bytes = Buffer.alloc(headerBytes + extra + body.length)
  bytes.writeInt32LE(bytes.length, 0)
  lastRequestId = (lastRequestId + 1) & 0x7fffffff
  bytes.writeInt32LE(lastRequestId, 4)
  bytes.writeInt32LE(request.requestId, 8)
  bytes.writeInt32LE(legacy ? opCode.reply : opCode.message, 12)
  // A legacy reply holds flags, a cursor id and a start, all 0, and that one document follows; a message its flags and section kind 0.
  if (legacy) bytes.writeInt32LE(1, headerBytes + 16)
  body.copy(bytes, headerBytes + extra)
  return bytes
}
