import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/** Runs a Node program in the repository's root with our terminal, passes signals on and resolves with its exit code. */
export function runNode(program, args = [], { env = {} } = {}) {
  return run(process.execPath, [program, ...args], { env: { ...process.env, ...env } })
}

export function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
  const stopForwarding = forwardSignals(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      stopForwarding()
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}

function forwardSignals(child) {
  const forward = (signal) => child.kill(signal)
  process.on('SIGINT', forward).on('SIGTERM', forward)
  return () => process.off('SIGINT', forward).off('SIGTERM', forward)
}
