import { readFileSync } from 'node:fs'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { describeFuzz } from '../../../test/support/fuzz-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { createMessageStreamReader } from './claude-dialect.js'

const MIB = 1024 * 1024

for (const name of ['thinking-tools', 'parallel-tools', 'web-search', 'redacted-thinking']) {
  describeFuzz(`a stream of Claude (${name})`, {
    bytes: toBytes(name),
    read,
    interleave: { after: '\n\n', comments: [': keep-alive\n\n', 'event: ping\ndata: {"type": "ping"}\n\n', '\n'] },
    hugeBytes: 2 * MIB,
    rounds: 100,
  })
}

function toBytes(name: string): Buffer {
  const { stream } = JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as {
    readonly stream: readonly { readonly type: string }[]
  }
  return Buffer.from(stream.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
}

function read(reads: readonly Buffer[]): readonly ProviderEvent[] {
  const decoder = createSseDecoder(MIB)
  const reader = createMessageStreamReader({ provider: 'fuzzed' })
  const events: ProviderEvent[] = []
  let marked = false
  for (const bytes of reads) {
    const payloads: string[] = []
    decoder.push([bytes], payloads)
    marked = payloads.some((payload) => reader.read(payload, events))
    if (marked) break
  }
  const rest = decoder.end()
  reader.end(events, marked || (rest !== undefined && reader.isMark?.(rest) === true))
  return events
}
