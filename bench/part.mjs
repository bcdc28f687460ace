import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const START_MS = 15_000

/** Starts one of the benchmark's own processes and waits for its first message. It ends with this process, whatever becomes of us. */
export async function startPart(file, args = []) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    serialization: 'advanced',
    env: withoutNodeOptions(),
  })
  const { port } = await nextMessage(child, START_MS)
  return { pid: child.pid, port, ask: (job) => ask(child, job), stop: () => child.kill('SIGKILL') }
}

function withoutNodeOptions() {
  const { NODE_OPTIONS: _, ...environment } = process.env
  return environment
}

async function ask(child, job) {
  child.send(job)
  const { result, error } = await nextMessage(child, job.deadlineMs + 30_000)
  if (error) throw new Error(`The load driver failed: ${error}`)
  return result
}

function nextMessage(child, timeoutMs) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(reject, new Error(`${child.spawnargs[1]} said nothing for ${timeoutMs} ms.`)),
      timeoutMs,
    )
    const onMessage = (message) => settle(resolve, message)
    const onExit = (code, signal) => settle(reject, new Error(`${child.spawnargs[1]} ended with ${signal ?? code}.`))
    const settle = (finish, value) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
      finish(value)
    }
    child.on('message', onMessage).on('exit', onExit)
  })
}
