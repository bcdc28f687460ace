import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../src/domain/completion.js'
import type { DeploymentReading } from '../../src/telemetry/deployment-metrics.js'
import { createMetrics } from '../../src/telemetry/metrics.js'
import { createRecord } from './support.js'

const create = (maxModels?: number) => createMetrics({ processMetrics: false, ...(maxModels !== undefined && { maxModels }) })
const attempt = (fields: Partial<Attempt>): Attempt => ({ target: 'a/m', outcome: 'SUCCEEDED', durationMs: 9, ...fields })
const reading = (deployment: string, health: Partial<DeploymentReading['health']> = {}): DeploymentReading => ({
  deployment,
  health: { circuit: 'CLOSED', inFlight: 0, headroom: null, ...health },
})
const linesOf = async (metrics: ReturnType<typeof create>, name: string) =>
  (await metrics.collectText()).split('\n').filter((line) => line.startsWith(name))

describe('the attempts of a call', () => {
  it('are counted at their deployments, with how they ended and when content began', async () => {
    const metrics = create()
    const error = { code: 'PROVIDER_OVERLOADED', message: 'No.' } as const
    const attempts = [attempt({ deployment: 'eu', outcome: 'FAILED', error }), attempt({ deployment: 'us', firstTokenMs: 300 })]
    metrics.observeCall(createRecord({ attempts }))
    metrics.observeCall(createRecord({ attempts: [attempt({ firstTokenMs: null })] }))
    expect(await linesOf(metrics, 'weir_deployment_attempts_total')).toEqual([
      'weir_deployment_attempts_total{deployment="eu",outcome="FAILED",code="PROVIDER_OVERLOADED"} 1',
      'weir_deployment_attempts_total{deployment="us",outcome="SUCCEEDED",code="none"} 1',
      'weir_deployment_attempts_total{deployment="a/m",outcome="SUCCEEDED",code="none"} 1',
    ])
    expect(await linesOf(metrics, 'weir_deployment_first_token_seconds_bucket{le="0.25"')).toEqual([
      'weir_deployment_first_token_seconds_bucket{le="0.25",deployment="us"} 0',
    ])
    expect(await linesOf(metrics, 'weir_deployment_first_token_seconds_count')).toEqual([
      'weir_deployment_first_token_seconds_count{deployment="us"} 1',
    ])
  })

  it('are counted together beyond the cap', async () => {
    const metrics = create(1)
    for (const deployment of ['a', 'b', 'c']) metrics.observeCall(createRecord({ attempts: [attempt({ deployment })] }))
    expect(await linesOf(metrics, 'weir_deployment_attempts_total')).toEqual([
      'weir_deployment_attempts_total{deployment="a",outcome="SUCCEEDED",code="none"} 1',
      'weir_deployment_attempts_total{deployment="other",outcome="SUCCEEDED",code="none"} 2',
    ])
  })
})

describe('the health of deployments', () => {
  it('is read at each scrape, and what is watched no more is not shown', async () => {
    const metrics = create()
    let readings = [reading('a', { circuit: 'OPEN' }), reading('b', { circuit: 'HALF_OPEN', inFlight: 3, headroom: 0.25 })]
    metrics.watchDeployments(() => readings)
    expect(await linesOf(metrics, 'weir_deployment')).toEqual([
      'weir_deployment_circuit{deployment="a"} 2',
      'weir_deployment_circuit{deployment="b"} 1',
      'weir_deployment_in_flight{deployment="a"} 0',
      'weir_deployment_in_flight{deployment="b"} 3',
      'weir_deployment_headroom{deployment="b"} 0.25',
    ])
    readings = [reading('b')]
    expect(await linesOf(metrics, 'weir_deployment')).toEqual([
      'weir_deployment_circuit{deployment="b"} 0',
      'weir_deployment_in_flight{deployment="b"} 0',
    ])
  })

  it('is merged beyond the cap: calls add up, of circuits and headroom the worst is shown', async () => {
    const metrics = create(1)
    metrics.watchDeployments(() => [
      reading('a'),
      reading('b', { circuit: 'OPEN', inFlight: 1, headroom: 0.5 }),
      reading('c', { inFlight: 2, headroom: 0.1 }),
    ])
    expect(await linesOf(metrics, 'weir_deployment')).toEqual(
      expect.arrayContaining([
        'weir_deployment_circuit{deployment="other"} 2',
        'weir_deployment_in_flight{deployment="other"} 3',
        'weir_deployment_headroom{deployment="other"} 0.1',
      ]),
    )
  })
})

it('counts the retries that a budget did not afford', async () => {
  const metrics = create()
  metrics.countRefusedRetry('a')
  metrics.countRefusedRetry('a')
  expect(await linesOf(metrics, 'weir_retry_budget_exhausted_total')).toEqual([
    'weir_retry_budget_exhausted_total{deployment="a"} 2',
  ])
})
