import { expect, it } from 'vitest'
import { describeFixtures } from '../openai-compatible/fixtures/describe-fixtures.js'
import { openai } from './vendor.js'

const priced = describeFixtures(new URL('fixtures/chat/', import.meta.url), [openai])

it('prices every bucket that chat completions report', () => {
  expect(priced.buckets).toEqual([
    'input.audio',
    'input.cacheRead',
    'input.text',
    'output.audio',
    'output.reasoning',
    'output.text',
  ])
})
