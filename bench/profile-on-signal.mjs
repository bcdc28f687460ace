import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded into every process of a gateway by NODE_OPTIONS=--import: SIGUSR2 starts a CPU profile, the next one writes it. `--cpu-prof` cannot
 * do this: NODE_OPTIONS refuses it, and it records a process's whole life, its start included.
 */
const session = new Session()
let number = 0
let running = false

function toggle() {
  running = !running
  if (running) session.post('Profiler.start')
  else session.post('Profiler.stop', (error, answer) => error || write(answer.profile))
}

function write(profile) {
  const folder = process.env.WEIR_BENCH_PROFILES ?? '.'
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${process.pid}-${++number}.cpuprofile`), JSON.stringify(profile))
}

if (isMainThread) {
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: 500 })
  process.on('SIGUSR2', toggle)
}
