import type { Registry } from 'prom-client'
import { type CounterSeries, type HistogramSeries, SeriesCounter, SeriesHistogram } from './series.js'

const HTTP_SECONDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60]

interface HttpSeries {
  readonly requests: CounterSeries
  readonly seconds: HistogramSeries
}

/** The metrics of HTTP responses, by routes as they are registered: what callers ask for makes no series. */
export class HttpMetrics {
  readonly #requests: SeriesCounter
  readonly #seconds: SeriesHistogram
  readonly #series = new Map<string, HttpSeries>()

  constructor(registry: Registry) {
    const labelNames = ['method', 'route', 'status']
    this.#requests = new SeriesCounter(registry, { name: 'weir_http_requests_total', help: 'HTTP responses', labelNames })
    this.#seconds = new SeriesHistogram(registry, {
      name: 'weir_http_request_duration_seconds',
      help: 'Time from an HTTP request to the end of its response',
      buckets: HTTP_SECONDS,
    })
  }

  observe({ method, route, status, seconds }: { method: string; route: string; status: number; seconds: number }): void {
    const key = `${method} ${status} ${route}`
    let series = this.#series.get(key)
    if (!series) {
      series = {
        requests: this.#requests.of({ method, route, status: String(status) }),
        seconds: this.#seconds.of({ route }),
      }
      this.#series.set(key, series)
    }
    series.requests.add()
    series.seconds.observe(seconds)
  }
}
