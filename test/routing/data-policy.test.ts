import { expect, test } from 'vitest'
import type { Deployment } from '../../src/domain/deployment.js'
import { UNKNOWN_FACTS } from '../../src/domain/model.js'
import type { Provider } from '../../src/domain/provider.js'
import type { DataPolicy } from '../../src/domain/route.js'
import { breachOf } from '../../src/routing/data-policy.js'

const at = (provider: string, region: string | null = null, zeroRetention = false): Deployment => ({
  id: 'here',
  incarnation: '1',
  model: { ...UNKNOWN_FACTS, id: `${provider}/m`, provider, name: 'm' },
  region,
  zeroRetention,
  weight: 1,
  limits: {},
  keys: [{ id: 'key', provider: { name: provider } as Provider }],
})
const pii: DataPolicy = { sensitive: [{ dataClass: 'pii', excludedProviders: ['acme'] }] }

test.each<[string, DataPolicy, Deployment, readonly string[], string | null]>([
  ['an absent policy', {}, at('acme'), ['pii'], null],
  ['an allowed region', { regions: ['EU'] }, at('acme', 'eu'), [], null],
  ['another region', { regions: ['eu', 'ch'] }, at('acme', 'us'), [], 'it is in the region us, and data may only go to eu, ch'],
  ['no region', { regions: ['eu'] }, at('acme'), [], 'it declares no region'],
  ['no allowed region at all', { regions: [] }, at('acme', 'eu'), [], 'may only go to none'],
  ['retention', { zeroRetention: true }, at('acme'), [], 'not declared to retain nothing'],
  ['zero retention', { zeroRetention: true }, at('acme', null, true), [], null],
  ['an excluded provider', { excludedProviders: ['Acme'] }, at('acme'), [], 'it is at the provider acme, which is excluded'],
  ['another provider', { excludedProviders: ['acme'] }, at('other'), [], null],
  ['sensitive data', pii, at('acme'), ['cards', 'PII'], 'which data of the class pii must not reach'],
  ['other data', pii, at('acme'), ['cards'], null],
  ['sensitive data elsewhere', pii, at('other'), ['pii'], null],
])('%s', (_what, policy, deployment, dataClasses, expected) => {
  const breach = breachOf([policy], deployment, dataClasses)
  if (expected === null) expect(breach).toBeNull()
  else expect(breach).toContain(expected)
})

test('every policy must allow it', () => {
  expect(breachOf([{ regions: ['eu'] }, { zeroRetention: true }], at('acme', 'eu', true), [])).toBeNull()
  expect(breachOf([{ regions: ['eu'] }, { zeroRetention: true }], at('acme', 'eu'), [])).toContain('retain')
  expect(breachOf([], at('acme'), ['pii'])).toBeNull()
})
