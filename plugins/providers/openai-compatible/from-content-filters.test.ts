import { expect, it } from 'vitest'
import type { ProviderEvent } from '../../../src/plugin-api.js'
import { createChunkReader } from './from-chat-chunk.js'

const chunk = (fields: object) => ({ id: 'a', choices: [{ index: 0, delta: {}, ...fields }] })
const SAFE = { hate: { filtered: false, severity: 'safe' } }
const LOW = { hate: { filtered: false, severity: 'low' }, jailbreak: { filtered: false, detected: true }, custom_blocklists: [] }

it('joins what the pieces of an answer say of filters, the worst of each, in one event', () => {
  const reader = createChunkReader({ provider: 'p', kind: 'k', quirks: {} })
  const out: ProviderEvent[] = []
  for (const content_filter_results of [SAFE, LOW, SAFE, {}]) reader.read(chunk({ content_filter_results }), out)
  reader.read(chunk({ finish_reason: 'stop' }), out)
  reader.end(out, true)
  expect(out.filter(({ type }) => type === 'safety')).toEqual([
    {
      type: 'safety',
      ratings: [
        { category: 'hate', severity: 'low', blocked: false },
        { category: 'jailbreak', probability: 'detected', blocked: false },
      ],
    },
  ])
})

it('waits for the chunk that names the answer', () => {
  const reader = createChunkReader({ provider: 'p', kind: 'k', quirks: {} })
  const out: ProviderEvent[] = []
  reader.read({ id: '', model: '', choices: [], prompt_filter_results: [{ prompt_index: 0 }] }, out)
  reader.read({ ...chunk({ delta: { content: 'x' } }), model: 'm' }, out)
  expect(out[0]).toMatchObject({ type: 'response-metadata', providerResponseId: 'a', providerModel: 'm' })
})
