import { ensureBuilt } from '../ensure/built.mjs'
import { seconds } from '../ensure/console.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot, programs } from '../ensure/paths.mjs'
import { runNode } from '../ensure/run.mjs'

const STEPS = [
  { name: 'format and lint', program: programs.biome, args: ['check', '.'], mend: 'npx biome check --write .' },
  { name: 'types', program: programs.tsc, args: ['--noEmit', '-p', '.'], mend: 'the lines named above' },
  { name: 'published schemas', program: inRoot('scripts/schema.mjs'), args: ['--check'], mend: 'npm run schema' },
  { name: 'generated code', program: inRoot('scripts/codegen.mjs'), args: ['--check'], mend: 'npm run codegen' },
  { name: 'architecture', program: programs.vitest, args: ['run', 'test/architecture.test.ts'], mend: 'the imports named above' },
]

await ensureInstalled()
await ensureBuilt()
const failed = []
for (const step of STEPS) {
  const startedAt = Date.now()
  process.stdout.write(`\ncheck: ${step.name} …\n`)
  const code = await runNode(step.program, step.args)
  process.stdout.write(`check: ${step.name} ${code === 0 ? 'ok' : 'FAILED'} (${seconds(startedAt)})\n`)
  if (code !== 0) failed.push(step)
}
for (const step of failed) process.stderr.write(`check: ${step.name} failed; to mend it: ${step.mend}\n`)
if (failed.length === 0) process.stdout.write(`\ncheck: all ${STEPS.length} ok\n`)
process.exit(failed.length === 0 ? 0 : 1)
