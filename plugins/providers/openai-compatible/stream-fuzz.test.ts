import { readFileSync } from 'node:fs'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { describeFuzz } from '../../../test/support/fuzz-stream.js'
import { parseItem } from '../../provider-transport/parse-item.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { createChunkReader } from './from-chat-chunk.js'

const HUGE = 128 * 1024

function bytesOf(fixture: string): Buffer {
  const { stream } = JSON.parse(readFileSync(new URL(`fixtures/${fixture}.json`, import.meta.url), 'utf8'))
  const chunks = (stream as readonly unknown[]).map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
  return Buffer.from(`${chunks.join('')}data: [DONE]\n\n`)
}

function read(reads: readonly Buffer[]): ProviderEvent[] {
  const payloads: string[] = []
  const events: ProviderEvent[] = []
  const reader = createChunkReader({ provider: 'p', kind: 'k', quirks: {} })
  createSseDecoder(HUGE / 2).push(reads, payloads)
  const done = payloads.indexOf('[DONE]')
  for (const payload of done === -1 ? payloads : payloads.slice(0, done)) reader.read(parseItem('p', payload), events)
  reader.end(events, done !== -1)
  return events
}

for (const fixture of ['openrouter-reasoning', 'google-openai-signatures', 'groq-usage']) {
  describeFuzz(`a stream of chat completions (${fixture})`, {
    bytes: bytesOf(fixture),
    read,
    interleave: { after: '\n\n', comments: [': keep-alive\n\n', 'event: ping\n\n', '\n'] },
    hugeBytes: HUGE,
    rounds: 100,
  })
}
