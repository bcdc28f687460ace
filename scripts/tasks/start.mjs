import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../ensure/built.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot } from '../ensure/paths.mjs'

await ensureInstalled({ production: true })
await ensureBuilt()
// In this very process, so that signals and the exit code are the gateway's own and no wrapper can leave it orphaned.
await import(pathToFileURL(inRoot('dist/src/main.js')).href)
