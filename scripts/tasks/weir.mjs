import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../ensure/built.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot } from '../ensure/paths.mjs'

const program = inRoot('dist/src/cli.js')

// What is built is taken as it is: the output of this command may go into a file, where no line about a build belongs.
if (!existsSync(program)) {
  await ensureInstalled({ production: true })
  await ensureBuilt()
}
await import(pathToFileURL(program).href)
