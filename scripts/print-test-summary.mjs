import { fail } from './ensure/console.mjs'
import { readTestSummary } from './ensure/test-summary.mjs'

const summary = readTestSummary()
if (!summary) fail('no test results: the tests did not finish.')
process.stdout.write(`${summary.line}\n`)
process.exit(summary.failed > 0 ? 1 : 0)
