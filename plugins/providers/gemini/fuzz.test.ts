import { readFileSync } from 'node:fs'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { describeFuzz } from '../../../test/support/fuzz-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import { createPieceReader, MAX_LINE_BYTES } from './stream-answer.js'

for (const name of ['reasoning', 'parallel-calls', 'grounding']) {
  const { stream } = JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as { stream: unknown[] }
  describeFuzz(`the stream of ${name}`, {
    bytes: Buffer.from(stream.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`).join('')),
    read,
    interleave: { after: '\r\n\r\n', comments: ['', ': keep-alive\r\n\r\n', '\r\n', '\n', 'id: 7\nretry: 10\n'] },
    hugeBytes: MAX_LINE_BYTES + 1024 * 1024,
  })
}

function read(reads: readonly Buffer[]): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const decoder = createSseDecoder(MAX_LINE_BYTES)
  const reader = createPieceReader('test')
  for (const bytes of reads) {
    const payloads: string[] = []
    decoder.push([bytes], payloads)
    for (const payload of payloads) reader.read(payload, out)
  }
  decoder.end()
  reader.end(out, false)
  return out
}
