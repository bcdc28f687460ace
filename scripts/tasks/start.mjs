import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../ensure/built.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot } from '../ensure/paths.mjs'

const PARENT_CHECK_MS = 250

await ensureInstalled({ production: true })
await ensureBuilt()
if (process.env.npm_lifecycle_event) endWithNpm()
// In this very process, so that signals and the exit code are the gateway's own and no wrapper can leave it orphaned.
await import(pathToFileURL(inRoot('dist/src/main.js')).href)

/** npm starts us through a shell, which ends at a signal without passing it on. */
function endWithNpm() {
  const parent = process.ppid
  const check = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(check)
    process.kill(process.pid, 'SIGTERM')
  }, PARENT_CHECK_MS)
  check.unref()
}
