import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded into the processes of a gateway by --import, with the folder in the URL: SIGUSR2 starts a CPU profile, the next one writes it.
 * `--cpu-prof` cannot do this: it records a process's whole life, its start included.
 */
const folder = new URL(import.meta.url).searchParams.get('folder') ?? '.'
const session = new Session()
let number = 0
let running = false

function toggle() {
  running = !running
  if (running) session.post('Profiler.start')
  else session.post('Profiler.stop', (error, answer) => error || write(answer.profile))
}

function write(profile) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${process.pid}-${++number}.cpuprofile`), JSON.stringify(profile))
}

if (isMainThread) {
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: 500 })
  process.on('SIGUSR2', toggle)
}
