import { readFileSync } from 'node:fs'
import { ensureBuilt } from '../ensure/built.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot } from '../ensure/paths.mjs'
import { runNode } from '../ensure/run.mjs'

const GRAPHQL = ['weir.graphql', 'api.graphql']
const check = process.argv.includes('--check')
const target = check ? 'dist/.schema' : 'schema'

await ensureInstalled()
await ensureBuilt()
const failures = [
  await runNode(inRoot('dist/src/graphql/emit-schema.js'), [target]),
  await runNode(inRoot('dist/src/config/emit-json-schema.js'), check ? ['--check'] : []),
].filter((code) => code !== 0)

for (const file of check && failures.length === 0 ? GRAPHQL : []) {
  if (read('schema', file) === read(target, file)) continue
  process.stderr.write(`schema/${file} is out of date. Run: npm run schema\n`)
  failures.push(1)
}
process.exit(failures[0] ?? 0)

function read(...path) {
  try {
    return readFileSync(inRoot(...path), 'utf8')
  } catch {
    return undefined
  }
}
