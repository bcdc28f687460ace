import { expect, it } from 'vitest'
import { describeFixtures } from './fixtures/describe-fixtures.js'
import { vendors } from './vendors/index.js'

const priced = describeFixtures(new URL('fixtures/', import.meta.url), vendors)

it('prices every bucket that these vendors report, in at least eight fixtures', () => {
  expect(priced.buckets).toEqual(['input.cacheRead', 'input.cacheWrite5m', 'input.text', 'output.reasoning', 'output.text'])
  expect(priced.count).toBeGreaterThanOrEqual(8)
})
