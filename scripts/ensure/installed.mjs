import { readFileSync } from 'node:fs'
import { fail, say, seconds } from './console.mjs'
import { inRoot } from './paths.mjs'
import { run } from './run.mjs'

/**
 * Installs what package-lock.json names, when something of it is missing. `production` leaves out what only tests and checks
 * need; a full installation serves it too.
 */
export async function ensureInstalled({ production = false } = {}) {
  const missing = missingPackages({ production, ...readLockfiles() })
  if (missing === 0) return
  const startedAt = Date.now()
  say(`installing ${missing} packages with npm (once; a minute or two) …`)
  const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', production ? '--omit=dev' : '--include=dev'])
  if (code !== 0) {
    fail(`npm ci failed (exit code ${code}), see above. Check the network and \`npm config get registry\`, then run this again.`)
  }
  say(`installed in ${seconds(startedAt)}`)
}

/**
 * How many packages of the lockfile are not installed in its version. npm keeps what it installed in a lockfile inside
 * node_modules, so an `npm install` by hand counts too.
 */
export function missingPackages({ production, wanted, installed }) {
  return Object.entries(wanted).filter(([path, { version, dev, optional, devOptional }]) => {
    if (path === '' || optional || devOptional || (production && dev)) return false
    const present = installed[path]
    return !present || present.version !== version
  }).length
}

function readLockfiles() {
  const wanted = readLockfile('package-lock.json')
  if (!wanted) fail('package-lock.json is missing or broken. Restore it: git checkout package-lock.json')
  return { wanted, installed: readLockfile('node_modules', '.package-lock.json') ?? {} }
}

function readLockfile(...path) {
  try {
    return JSON.parse(readFileSync(inRoot(...path), 'utf8')).packages
  } catch {
    return undefined
  }
}

/** The npm that runs this script, or else the one on the PATH. */
function npm(args) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args])
  return run('npm', args, { shell: process.platform === 'win32' })
}
