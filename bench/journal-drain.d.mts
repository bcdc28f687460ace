export function readGauge(metrics: string, name?: string): number | undefined
export function waitUntilDrained(target: {
  readonly processes: readonly number[]
  readonly metricsUrl?: string
}): Promise<'empty' | 'quiet' | 'late'>
