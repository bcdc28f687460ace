import { ensureBuilt } from '../ensure/built.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot } from '../ensure/paths.mjs'
import { runNode } from '../ensure/run.mjs'

await ensureInstalled()
await ensureBuilt()
process.exit(await runNode(inRoot('bench/run.mjs'), process.argv.slice(2)))
