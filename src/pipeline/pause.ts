import { callerGone } from './caller-gone.js'

/** Waits, but not for a caller who has gone. @throws {GatewayError} CLIENT_CLOSED, or why the call was given up */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(callerGone(signal))
    const onAbort = () => {
      clearTimeout(timer)
      reject(callerGone(signal))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, Math.ceil(ms) + 1) // timers count whole milliseconds and may be early by one: what is waited for must have come
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
