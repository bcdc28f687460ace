import { ensureInstalled } from '../ensure/installed.mjs'
import { programs } from '../ensure/paths.mjs'
import { runNode } from '../ensure/run.mjs'

await ensureInstalled()
process.exit(await runNode(programs.codegen, ['--config', 'codegen.yml', ...process.argv.slice(2)]))
