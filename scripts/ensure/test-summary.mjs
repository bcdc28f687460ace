import { readFileSync } from 'node:fs'
import { inRoot } from './paths.mjs'

export const RESULTS_FILE = inRoot('.weir/test-results.json')

/** The last run in one line, from what vitest reported itself; undefined when it reported nothing. */
export function readTestSummary() {
  try {
    return summarize(JSON.parse(readFileSync(RESULTS_FILE, 'utf8')))
  } catch {
    return undefined
  }
}

/** A file that fails before its first test (a broken import, say) counts as one failure. */
export function summarize({ numPassedTests, numFailedTests, numPendingTests = 0, numTodoTests = 0, testResults = [] }) {
  const brokenFiles = testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
  })
  const failed = numFailedTests + brokenFiles.length
  const skipped = numPendingTests + numTodoTests
  return { failed, line: `${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}` }
}
