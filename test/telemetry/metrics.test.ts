import { expect, it } from 'vitest'
import { createMetrics, type MetricsOptions } from '../../src/telemetry/metrics.js'
import { createRecord } from './support.js'

const create = (options: MetricsOptions = {}) => createMetrics({ processMetrics: false, ...options })

it('counts a call with its tokens, cost, times and attempts', async () => {
  const metrics = create()
  metrics.observeCall(createRecord())
  metrics.observeCall(createRecord())
  const lines = (await metrics.collectText()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'weir_calls_total{provider="a",model="a/m",status="COMPLETED",door="OPENAI"} 2',
      'gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name="chat",gen_ai_provider_name="a",gen_ai_request_model="a/m"} 2',
      'gen_ai_client_operation_duration_seconds_sum{gen_ai_operation_name="chat",gen_ai_provider_name="a",gen_ai_request_model="a/m"} 1.8',
      'gen_ai_server_time_to_first_token_seconds_count{gen_ai_provider_name="a",gen_ai_request_model="a/m"} 2',
      'gen_ai_client_token_usage_total{gen_ai_token_type="input",kind="text",gen_ai_provider_name="a",gen_ai_request_model="a/m"} 20',
      'gen_ai_client_token_usage_total{gen_ai_token_type="input",kind="cacheRead",gen_ai_provider_name="a",gen_ai_request_model="a/m"} 8',
      'gen_ai_client_token_usage_total{gen_ai_token_type="output",kind="text",gen_ai_provider_name="a",gen_ai_request_model="a/m"} 10',
      'weir_call_cost_usd_total{gen_ai_provider_name="a",gen_ai_request_model="a/m"} 0.003',
      'weir_call_overhead_seconds_bucket{le="0.0025",door="OPENAI"} 2',
      'weir_provider_attempts_total{provider="a",outcome="SUCCEEDED"} 2',
    ]),
  )
})

it('counts a call that was refused before a target was known', async () => {
  const metrics = create()
  const error = { code: 'MODEL_NOT_FOUND' as const, message: 'No.' }
  metrics.observeCall(
    createRecord({ status: 'REFUSED', model: null, provider: null, attempts: [], cost: null, unpriced: true, error }),
  )
  const text = await metrics.collectText()
  expect(text).toContain('weir_calls_total{provider="none",model="none",status="REFUSED",door="OPENAI"} 1')
  expect(text).toContain('weir_call_errors_total{provider="none",code="MODEL_NOT_FOUND"} 1')
  expect(text).toContain('weir_unpriced_calls_total{gen_ai_provider_name="none",gen_ai_request_model="none"} 1')
})

it('counts models beyond its cap together, however many callers invent', async () => {
  const metrics = create({ maxModels: 2 })
  for (let i = 0; i < 1000; i++) metrics.observeCall(createRecord({ model: `a/${i}` }))
  const series = (await metrics.collectText()).split('\n').filter((line) => line.startsWith('weir_calls_total{'))
  expect(series).toEqual([
    'weir_calls_total{provider="a",model="a/0",status="COMPLETED",door="OPENAI"} 1',
    'weir_calls_total{provider="a",model="a/1",status="COMPLETED",door="OPENAI"} 1',
    'weir_calls_total{provider="a",model="other",status="COMPLETED",door="OPENAI"} 998',
  ])
})

it('reads the gauges at each scrape', async () => {
  const metrics = create()
  let pendingEntries = 3
  metrics.watchJournal(() => ({ bytes: 100, pendingEntries, droppedRecords: 0 }))
  metrics.watchLoad(() => ({ running: 7, queued: 3, refused: 11 }))
  metrics.watchPrices(() => ({ stale: 2, missing: 5 }))
  expect(await metrics.collectText()).toContain('weir_journal_pending_entries 3')
  pendingEntries = 0
  expect(await metrics.collectText()).toContain('weir_journal_pending_entries 0')
  const text = await metrics.collectText()
  for (const line of ['weir_running_calls 7', 'weir_waiting_calls 3', 'weir_overloaded_calls_total 11'])
    expect(text).toContain(line)
  expect(await metrics.collectText()).toContain('weir_models_stale_price 2')
  expect(await metrics.collectText()).toContain('weir_models_without_price 5')
})

it('includes the health of the process unless told otherwise', async () => {
  expect(await createMetrics().collectText()).toContain('nodejs_eventloop_lag_seconds')
  expect(await create().collectText()).not.toContain('nodejs_')
})
