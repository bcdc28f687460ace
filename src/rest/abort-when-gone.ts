import type { ServerResponse } from 'node:http'

/** Aborts when the client hangs up before it has the whole answer, which closes the socket to the provider. */
export function abortWhenGone(raw: ServerResponse): AbortController {
  const controller = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort()
  })
  return controller
}
