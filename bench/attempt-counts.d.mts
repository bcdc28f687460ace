export interface AttemptCounts {
  readonly unsuccessful: number
  readonly circuitsNotClosed: number
}
export function countAttempts(metrics: string): AttemptCounts | undefined
export function readAttempts(metricsUrl: string | undefined): Promise<AttemptCounts | undefined>
