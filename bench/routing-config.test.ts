import { expect, it } from 'vitest'
import { countAttempts } from './attempt-counts.mjs'
import { createGatewayConfig, describeConfig } from './gateway-config.mjs'

const upstreamUrl = 'http://127.0.0.1:9'
const head = createGatewayConfig({ root: process.cwd(), upstreamUrl })
const before = createGatewayConfig({ root: '/nowhere', upstreamUrl })

it('declares fifty deployments and ten routes, whose targets are all declared', () => {
  const names = head.deployments?.map(({ name }) => name) ?? []
  const asked = head.routes.flatMap(({ targets }) =>
    targets.map((target) => (typeof target === 'string' ? target : target.model)),
  )
  expect(new Set(names).size).toBe(50)
  expect(head.routes).toHaveLength(10)
  expect(asked.filter((name) => !names.includes(name))).toEqual([])
})

it('gives a build without deployments the same providers and prices, and lists under the names of the routes that are asked', () => {
  const byRule = head.routes.filter(({ rules, splits, fallbacks }) => rules && splits && fallbacks)
  expect(before).toMatchObject({ providers: head.providers, prices: head.prices })
  expect(before.routes.map(({ name }) => name)).toEqual(byRule.map(({ name }) => name))
  expect(before.deployments).toBeUndefined()
})

it('says of each side what it was given', () => {
  expect(describeConfig(head)).toContain('50 deployments, 10 routes')
  expect(describeConfig(before)).toContain('0 deployments, 2 routes')
})

it('counts the attempts that did not succeed and the circuits that are not closed', () => {
  const metrics = [
    'weir_deployment_attempts_total{deployment="a",outcome="SUCCEEDED",code="none"} 7',
    'weir_deployment_attempts_total{deployment="a",outcome="FAILED",code="PROVIDER_OVERLOADED"} 2',
    'weir_deployment_circuit{deployment="a"} 2',
    'weir_deployment_circuit{deployment="b"} 0',
  ].join('\n')
  expect(countAttempts(metrics)).toEqual({ unsuccessful: 2, circuitsNotClosed: 1 })
  expect(countAttempts('weir_journal_pending_entries 0')).toBeUndefined()
})
