import { readFileSync } from 'node:fs'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { describeFuzz } from '../../../test/support/fuzz-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { createPayloadReader } from './stream-chat.js'

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as { stream: unknown[] }

for (const name of ['deepseek-reasoning', 'openrouter-reasoning', 'google-openai-signatures']) {
  const { stream } = fixture(name)
  describeFuzz(name, {
    bytes: Buffer.from([...stream.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join('')),
    read,
    interleave: { after: '\n\n', comments: ['', ': keep-alive\n\n', 'event: ping\n\n', '\n', 'id: 7\nretry: 10\n'] },
    hugeBytes: 2 * 1024 * 1024,
  })
}

function read(reads: readonly Buffer[]): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const decoder = createSseDecoder()
  const reader = createPayloadReader({ provider: 'test', kind: 'openai-compatible', quirks: {} })
  for (const bytes of reads) {
    const payloads: string[] = []
    decoder.push([bytes], payloads)
    for (const payload of payloads) {
      if (!reader.read(payload, out)) continue
      reader.end(out, true)
      return out
    }
  }
  const rest = decoder.end()
  reader.end(out, rest !== undefined && reader.isMark?.(rest) === true)
  return out
}
