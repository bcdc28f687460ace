export interface VitestResults {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests?: number
  readonly numTodoTests?: number
  readonly testResults?: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[]
}

export const RESULTS_FILE: string
export function summarize(results: VitestResults): { failed: number; line: string }
export function readTestSummary(): { failed: number; line: string } | undefined
