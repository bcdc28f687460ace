import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { ensureBuilt } from '../ensure/built.mjs'
import { say } from '../ensure/console.mjs'
import { ensureInstalled } from '../ensure/installed.mjs'
import { inRoot, programs, root } from '../ensure/paths.mjs'

await ensureInstalled()
await ensureBuilt()

let gateway
let restarting = Promise.resolve()
let stopping = false

const compiler = spawn(process.execPath, [programs.tsc, '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})
createInterface({ input: compiler.stdout }).on('line', (line) => {
  process.stdout.write(`${line}\n`)
  if (line.includes('Found 0 errors')) restart()
})
compiler.once('exit', stop)
process.on('SIGINT', stop).on('SIGTERM', stop)

function restart() {
  restarting = restarting.then(endGateway).then(() => {
    if (stopping) return
    say('starting the gateway')
    gateway = spawn(process.execPath, ['--enable-source-maps', inRoot('dist/src/main.js')], { cwd: root, stdio: 'inherit' })
  })
}

function endGateway() {
  if (!gateway || gateway.exitCode !== null || gateway.signalCode !== null) return
  return new Promise((resolve) => {
    gateway.once('exit', resolve)
    gateway.kill('SIGTERM')
  })
}

async function stop() {
  if (stopping) return
  stopping = true
  compiler.kill()
  await restarting
  await endGateway()
  process.exit(0)
}
