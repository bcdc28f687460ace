import { ensureBuilt } from '../ensure/built.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot } from '../ensure/paths.mjs'
import { runNode } from '../ensure/run.mjs'

// Both write what they publish, or with --check say how the committed file differs and end with 1.
const EMITTERS = ['dist/src/graphql/emit-schema.js', 'dist/src/config/emit-json-schema.js']

await ensureInstalled()
await ensureBuilt()
const codes = []
for (const emitter of EMITTERS) codes.push(await runNode(inRoot(emitter), process.argv.slice(2)))
process.exit(Math.max(...codes))
