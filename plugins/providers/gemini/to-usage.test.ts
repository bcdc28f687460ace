import { describe, expect, it } from 'vitest'
import { createUsage, type UsageCounts } from '../../../src/plugin-api.js'
import { toUsage } from './to-usage.js'

const detail = (modality: string, tokenCount: number) => ({ modality, tokenCount })

describe('usage', () => {
  const cases: readonly [string, object, UsageCounts][] = [
    [
      'leaves thoughts out of the answer',
      { promptTokenCount: 5, candidatesTokenCount: 7, thoughtsTokenCount: 3, totalTokenCount: 15 },
      { input: { text: 5 }, output: { text: 7, reasoning: 3 } },
    ],
    [
      'takes thoughts out of the answer where the total says that they are in it',
      { promptTokenCount: 5, candidatesTokenCount: 7, thoughtsTokenCount: 3, totalTokenCount: 12 },
      { input: { text: 5 }, output: { text: 4, reasoning: 3 } },
    ],
    [
      'takes the cache out of the prompt',
      { promptTokenCount: 10, cachedContentTokenCount: 4 },
      { input: { text: 6, cacheRead: 4 } },
    ],
    [
      'never counts more than there is',
      { promptTokenCount: 3, cachedContentTokenCount: 9, promptTokensDetails: [detail('IMAGE', 9)] },
      { input: { cacheRead: 3 } },
    ],
    [
      'counts documents and video as text',
      { promptTokenCount: 9, promptTokensDetails: [detail('DOCUMENT', 4), detail('VIDEO', 5)] },
      { input: { text: 9 } },
    ],
    [
      'adds what tools fed to the model, by its kind',
      { promptTokenCount: 1, toolUsePromptTokenCount: 8, toolUsePromptTokensDetails: [detail('IMAGE', 6), detail('TEXT', 2)] },
      { input: { text: 3, image: 6 } },
    ],
    [
      'tells speech from text in an answer',
      { promptTokenCount: 1, candidatesTokenCount: 9, candidatesTokensDetails: [detail('AUDIO', 8)] },
      { input: { text: 1 }, output: { text: 1, audio: 8 } },
    ],
    [
      'takes nonsense for nothing',
      { promptTokenCount: 2, candidatesTokenCount: -4, thoughtsTokenCount: 'x', promptTokensDetails: [null, 7] },
      { input: { text: 2 } },
    ],
  ]
  it.each(cases)('%s', (_, wire, expected) => {
    expect(toUsage(wire)).toEqual(createUsage(expected))
  })

  it('is unknown when nothing was counted', () => {
    for (const wire of [undefined, null, {}, 'x', { totalTokenCount: 5 }]) expect(toUsage(wire)).toBeNull()
  })
})
