import { mkdirSync, rmSync } from 'node:fs'
import { ensureBuilt } from '../ensure/built.mjs'
import { fail } from '../ensure/console.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot, programs } from '../ensure/paths.mjs'
import { runNode } from '../ensure/run.mjs'
import { RESULTS_FILE, readTestSummary } from '../ensure/test-summary.mjs'

await ensureInstalled()
await ensureBuilt()

mkdirSync(inRoot('.weir'), { recursive: true })
rmSync(RESULTS_FILE, { force: true })
const code = await runNode(programs.vitest, [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${RESULTS_FILE}`,
  ...process.argv.slice(2),
])
const summary = readTestSummary()
if (!summary) fail(`the tests did not finish (exit code ${code}): vitest says above why.`)
process.stdout.write(`\n${summary.line}\n`)
process.exit(code === 0 && summary.failed > 0 ? 1 : code)
