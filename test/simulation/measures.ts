import { inputTokens, type Usage } from '../../src/domain/usage.js'
import { Traffic } from './traffic.js'

/** Of one run. */
export interface Result {
  readonly calls: number
  readonly successRate: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly dollars: number
  readonly cacheHitRate: number
  readonly attemptsPerCall: number
}

/** What the callers of one run saw, and what their calls cost. */
export class Measures {
  readonly failures = new Map<string, number>()
  readonly #firstTokensMs: number[] = []
  readonly traffic = new Traffic()
  #calls = 0
  #attempts = 0
  #succeeded = 0
  #nanos = 0n
  #input = 0
  #cached = 0

  get calls(): number {
    return this.#calls
  }

  began(): void {
    this.#calls++
  }

  /** `share`: what the deployment could take of its traffic then. */
  attempted(deployment: string, now: number, share: number): void {
    this.#attempts++
    this.traffic.add(deployment, now, share)
  }

  billed(usage: Usage, nanos: bigint): void {
    this.#nanos += nanos
    this.#input += inputTokens(usage)
    this.#cached += usage.input.cacheRead
  }

  succeeded(firstTokenMs: number): void {
    this.#succeeded++
    this.#firstTokensMs.push(firstTokenMs)
  }

  failed(code: string): void {
    this.failures.set(code, (this.failures.get(code) ?? 0) + 1)
  }

  result(): Result {
    const sorted = Float64Array.from(this.#firstTokensMs).sort()
    const percentile = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN
    return {
      calls: this.#calls,
      successRate: this.#succeeded / this.#calls,
      p50Ms: percentile(0.5),
      p95Ms: percentile(0.95),
      dollars: Number(this.#nanos) / 1e9,
      cacheHitRate: this.#cached / this.#input,
      attemptsPerCall: this.#attempts / this.#calls,
    }
  }
}
