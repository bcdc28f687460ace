import { GatewayError } from '../../../src/plugin-api.js'
import type { StreamDecoder } from '../../provider-transport/read-stream.js'

const MIB = 1024 * 1024
const LINE_FEED = 10

/** JSON of one value a line: bytes in, the text of each whole line out, however the bytes were split. Empty lines keep a connection alive. */
export function createNdjsonDecoder(provider: string, maxBytes = MIB): StreamDecoder<string> {
  let rest: Buffer[] = []
  let restBytes = 0

  function keep(bytes: Buffer): void {
    if (bytes.length === 0) return
    rest.push(bytes)
    restBytes += bytes.length
    if (restBytes > maxBytes) throw tooLong(provider, maxBytes)
  }

  function take(bytes: Buffer): string {
    const whole = rest.length === 0 ? bytes : Buffer.concat([...rest, bytes])
    rest = []
    restBytes = 0
    if (whole.length > maxBytes) throw tooLong(provider, maxBytes)
    return whole.toString('utf8').trim()
  }

  return {
    push(reads, out) {
      for (const read of reads) {
        let from = 0
        for (let feed = read.indexOf(LINE_FEED); feed !== -1; feed = read.indexOf(LINE_FEED, from)) {
          const line = take(read.subarray(from, feed))
          if (line !== '') out.push(line)
          from = feed + 1
        }
        keep(read.subarray(from))
      }
    },
    end() {
      return take(Buffer.alloc(0)) || undefined
    },
  }
}

function tooLong(provider: string, maxBytes: number): GatewayError {
  const limit = `${maxBytes / MIB} MiB`
  return new GatewayError('PROVIDER_BAD_RESPONSE', `Provider "${provider}" sent a line longer than ${limit} in a stream.`)
}
