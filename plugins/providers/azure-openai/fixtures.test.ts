import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { foldAnswer } from '../../../test/conformance/provider/read-answer.js'
import { describeFixtures } from '../openai-compatible/fixtures/describe-fixtures.js'
import { createChunkReader } from '../openai-compatible/from-chat-chunk.js'
import { azureOpenai } from './vendor.js'

const FOLDER = new URL('fixtures/chat/', import.meta.url)

describeFixtures(FOLDER, [azureOpenai])

it('rates the answer of a stream as the answer of one piece', () => {
  const { buffered, stream } = JSON.parse(readFileSync(new URL('filters.json', FOLDER), 'utf8'))
  const ratings = (chunks: readonly unknown[]) => {
    const out: ProviderEvent[] = []
    const reader = createChunkReader({ provider: 'azure', kind: 'azure-openai', quirks: {} })
    for (const chunk of chunks) reader.read(chunk, out)
    reader.end(out, true)
    return (foldAnswer([out]).choices[0] as { safetyRatings?: unknown }).safetyRatings
  }
  expect(ratings(stream)).toEqual(ratings([buffered]))
  expect(ratings(stream)).toContainEqual({ category: 'violence', severity: 'low', blocked: false })
})
