import { GatewayError } from '../../src/plugin-api.js'
import type { StreamDecoder } from './read-stream.js'

const MIB = 1024 * 1024
export const MAX_LINE_BYTES = MIB

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const SPACE = 32

/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) for streams that end lines with LF or CRLF:
 * bytes in, the `data` of each complete event out, however the bytes were split. Comments and other fields are skipped.
 */
export function createSseDecoder(maxBytes = MAX_LINE_BYTES): StreamDecoder<string> {
  let rest: Buffer[] = []
  let restBytes = 0
  let data: string | undefined
  let begun = false

  function keep(bytes: Buffer): void {
    if (bytes.length === 0) return
    rest.push(bytes)
    restBytes += bytes.length
    if (restBytes > maxBytes) throw tooLong(maxBytes)
  }

  /** Whole lines only: no UTF-8 sequence crosses a line feed, so that they decode at once. */
  function readLines(text: string, out: string[]): void {
    let from = begun || text.charCodeAt(0) !== 0xfeff ? 0 : 1
    begun = true
    for (let feed = text.indexOf('\n', from); feed !== -1; feed = text.indexOf('\n', from)) {
      const to = feed > from && text.charCodeAt(feed - 1) === CARRIAGE_RETURN ? feed - 1 : feed
      if (to === from) {
        if (data !== undefined) out.push(data)
        data = undefined
      } else {
        readLine(text, from, to)
      }
      from = feed + 1
    }
  }

  function readLine(text: string, from: number, to: number): void {
    if (to - from > maxBytes) throw tooLong(maxBytes)
    if (!text.startsWith('data:', from)) return
    const value = text.slice(text.charCodeAt(from + 5) === SPACE ? from + 6 : from + 5, to)
    data = data === undefined ? value : `${data}\n${value}`
    if (data.length > maxBytes) throw tooLong(maxBytes)
  }

  return {
    push(reads, out) {
      for (const read of reads) {
        const end = read.lastIndexOf(LINE_FEED) + 1
        if (end === 0) {
          keep(read)
          continue
        }
        const lines = end === read.length ? read : read.subarray(0, end)
        readLines(rest.length === 0 ? lines.toString('utf8') : Buffer.concat([...rest, lines]).toString('utf8'), out)
        rest = []
        restBytes = 0
        keep(read.subarray(end))
      }
    },
    end() {
      if (rest.length > 0) readLines(`${Buffer.concat(rest).toString('utf8')}\n`, [])
      rest = []
      restBytes = 0
      const last = data
      data = undefined
      return last
    },
  }
}

function tooLong(maxBytes: number): GatewayError {
  return new GatewayError('PROVIDER_BAD_RESPONSE', `The provider sent a line longer than ${maxBytes / MIB} MiB in a stream.`)
}
