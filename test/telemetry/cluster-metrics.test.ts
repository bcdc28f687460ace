import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import { ClusterMetrics, createClusterCollector, type MetricsChannel } from '../../src/telemetry/cluster-metrics.js'
import { createMetrics } from '../../src/telemetry/metrics.js'
import { createRecord } from './support.js'

const COUNTED = /weir_calls_total\{.*\} (\d+)/

/** The two ends of a channel like that of node:cluster: messages are copies and arrive in a later turn. */
function createChannel(): { inWorker: MetricsChannel; inPrimary: MetricsChannel } {
  const inWorker = new EventEmitter()
  const inPrimary = new EventEmitter()
  const sendTo = (end: EventEmitter) => (message: object) => {
    const copy = structuredClone(message)
    setImmediate(() => end.emit('message', copy))
  }
  return {
    inWorker: Object.assign(inWorker, { send: sendTo(inPrimary) }),
    inPrimary: Object.assign(inPrimary, { send: sendTo(inWorker) }),
  }
}

let primary: ClusterMetrics
beforeEach(() => {
  primary = new ClusterMetrics(1e6)
})

function startWorker(calls: number) {
  const { inWorker, inPrimary } = createChannel()
  const metrics = createMetrics({ processMetrics: true })
  for (let i = 0; i < calls; i++) metrics.observeCall(createRecord())
  primary.add(inPrimary)
  return { inPrimary, metrics, collectText: createClusterCollector(inWorker, metrics.registry, 1e6) }
}

describe('the metrics of several workers', () => {
  it('are the sum of all, whichever is asked', async () => {
    const workers = [startWorker(1), startWorker(2), startWorker(3)]
    for (const { collectText } of workers) {
      const text = await collectText()
      expect(COUNTED.exec(text)?.[1]).toBe('6')
      expect(text).toContain('weir_workers 3')
    }
  })

  it('add up the calls at a deployment, and show the worst circuit and the least headroom', async () => {
    const healths = [
      { circuit: 'CLOSED', inFlight: 2, headroom: 0.75 },
      { circuit: 'OPEN', inFlight: 3, headroom: 0.5 },
    ] as const
    const [text] = await Promise.all(
      healths.map((health) => {
        const worker = startWorker(0)
        worker.metrics.watchDeployments(() => [{ deployment: 'a', health }])
        return worker.collectText()
      }),
    )
    expect(text).toContain('weir_deployment_circuit{deployment="a"} 2')
    expect(text).toContain('weir_deployment_in_flight{deployment="a"} 5')
    expect(text).toContain('weir_deployment_headroom{deployment="a"} 0.5')
  })

  it('are whole for many scrapes at once', async () => {
    const { collectText } = startWorker(1)
    startWorker(2)
    const texts = await Promise.all(Array.from({ length: 20 }, collectText))
    expect(texts.map((text) => COUNTED.exec(text)?.[1])).toEqual(Array(20).fill('3'))
  })

  it('lack only the worker that does not answer', async () => {
    primary = new ClusterMetrics(50)
    const { collectText } = startWorker(1)
    primary.add(createChannel().inPrimary)
    expect(COUNTED.exec(await collectText())?.[1]).toBe('1')
  })

  it('do not wait for a worker that has ended', async () => {
    const { collectText } = startWorker(1)
    const ended = createChannel().inPrimary
    primary.add(ended)
    const text = collectText()
    setImmediate(() => primary.remove(ended))
    expect(COUNTED.exec(await text)?.[1]).toBe('1')
  })

  it("are the worker's own when the primary is silent", async () => {
    const { registry, observeCall } = createMetrics()
    observeCall(createRecord())
    const collectText = createClusterCollector(createChannel().inWorker, registry, 10)
    expect(COUNTED.exec(await collectText())?.[1]).toBe('1')
  })

  it('pass over messages that are of somebody else', async () => {
    const { inPrimary, collectText } = startWorker(1)
    inPrimary.send({ type: 'something-else' }, () => {})
    inPrimary.send('text' as unknown as object, () => {})
    expect(COUNTED.exec(await collectText())?.[1]).toBe('1')
  })
})
