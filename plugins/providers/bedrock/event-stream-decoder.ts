import { crc32 } from 'node:zlib'
import { GatewayError } from '../../../src/plugin-api.js'
import type { StreamDecoder } from '../../provider-transport/read-stream.js'
import { readHeaders } from './event-stream-headers.js'

const MIB = 1024 * 1024
export const MAX_FRAME_BYTES = 16 * MIB

/** Total length, length of the headers, and their checksum. */
const PRELUDE_BYTES = 12
const CHECKSUM_BYTES = 4
const LEAST_FRAME_BYTES = PRELUDE_BYTES + CHECKSUM_BYTES

/** One message of the stream. `type` is the event's or the exception's own name. */
export interface Frame {
  readonly kind: 'event' | 'exception'
  readonly type: string
  /** The JSON within; undefined when it is none. */
  readonly body: unknown
}

/**
 * AWS event streams: bytes in, whole messages out, however the bytes were split. Both checksums of each are verified.
 * Source: https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function createEventStreamDecoder(provider: string, maxBytes = MAX_FRAME_BYTES): StreamDecoder<Frame> {
  let rest: Buffer[] = []
  let restBytes = 0
  /** How many bytes make the next step possible: the prelude, then the whole frame. */
  let wanted = PRELUDE_BYTES

  function takeAll(): Buffer {
    const all = rest.length === 1 ? rest[0]! : Buffer.concat(rest)
    rest = []
    restBytes = 0
    return all
  }

  function keep(bytes: Buffer, needed: number): void {
    wanted = needed
    if (bytes.length > 0) rest.push(bytes)
    restBytes = bytes.length
  }

  function readFrames(bytes: Buffer, out: Frame[]): void {
    let from = 0
    while (bytes.length - from >= PRELUDE_BYTES) {
      const length = frameLength(provider, bytes, from, maxBytes)
      if (bytes.length - from < length) return keep(bytes.subarray(from), length)
      const frame = toFrame(provider, bytes.subarray(from, from + length))
      if (frame) out.push(frame)
      from += length
    }
    keep(bytes.subarray(from), PRELUDE_BYTES)
  }

  return {
    push(reads, out) {
      for (const read of reads) {
        rest.push(read)
        restBytes += read.length
        if (restBytes >= wanted) readFrames(takeAll(), out)
      }
    },
    // Half a frame says nothing: its checksum is missing.
    end: () => undefined,
  }
}

function frameLength(provider: string, bytes: Buffer, from: number, maxBytes: number): number {
  const length = bytes.readUInt32BE(from)
  const isSound = crc32(bytes.subarray(from, from + 8)) === bytes.readUInt32BE(from + 8)
  if (!isSound || length < LEAST_FRAME_BYTES) throw broken(provider)
  if (length <= maxBytes) return length
  throw new GatewayError(
    'PROVIDER_BAD_RESPONSE',
    `Provider "${provider}" sent a message longer than ${maxBytes / MIB} MiB in an event stream.`,
  )
}

function toFrame(provider: string, bytes: Buffer): Frame | undefined {
  const end = bytes.length - CHECKSUM_BYTES
  const bodyAt = PRELUDE_BYTES + bytes.readUInt32BE(4)
  const isSound = bodyAt <= end && crc32(bytes.subarray(0, end)) === bytes.readUInt32BE(end)
  const headers = isSound ? readHeaders(bytes.subarray(PRELUDE_BYTES, bodyAt)) : undefined
  if (!headers) throw broken(provider)
  const text = (name: string) => headers.get(name) ?? ''
  const body = () => parse(bytes.toString('utf8', bodyAt, end))
  switch (text(':message-type')) {
    case 'event':
      return { kind: 'event', type: text(':event-type'), body: body() }
    case 'exception':
      return { kind: 'exception', type: text(':exception-type'), body: body() }
    case 'error':
      return { kind: 'exception', type: text(':error-code'), body: { message: text(':error-message') } }
    default:
      return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function broken(provider: string): GatewayError {
  return new GatewayError('PROVIDER_BAD_RESPONSE', `Provider "${provider}" sent a broken message in an event stream.`)
}
