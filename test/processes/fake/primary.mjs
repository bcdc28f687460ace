// A primary over fake workers and a fake database: `node primary.mjs CONFIG_JSON`, over the built code.
import { fork } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runPrimary } from '../../../dist/src/processes/primary.js'

const { database, ...config } = JSON.parse(process.argv[2])
const here = (file) => fileURLToPath(new URL(file, import.meta.url))
const note = (line) => appendFileSync(`${config.dataDir}/events`, `${line}\n`)
const say = (level) => (details, message) => process.stderr.write(`${level} ${message} ${JSON.stringify(details)}\n`)

function startDatabase(onExit) {
  if (database === 'refuses') return Promise.reject(new Error('The data folder is in use by process 1.'))
  const child = fork(here('database.mjs'), [], { execArgv: [] })
  let stopping = false
  child.once('exit', () => stopping || onExit())
  return new Promise((resolve) => {
    child.once('message', () => {
      note(`database ${child.pid}`)
      resolve({ uri: 'mongodb://user:password@fake/weir', stop })
    })
  })
  function stop() {
    stopping = true
    return new Promise((resolve) => {
      child.once('exit', () => {
        note('database stopped')
        resolve()
      })
      child.send('stop')
    })
  }
}

runPrimary({
  config,
  entry: here('worker.mjs'),
  workerEnvironment: { FAKE_MARK: 'of the primary' },
  log: { info: say('info'), warn: say('warn'), error: say('error'), fatal: say('fatal') },
  startDatabase,
}).catch((error) => {
  process.stderr.write(`weir: ${error.message}\n`)
  process.exit(1)
})
