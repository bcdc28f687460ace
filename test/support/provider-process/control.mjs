/**
 * How another process looks into this one: GET /__provider/state, POST /__provider/scenario `{ model, scenario, times? }`,
 * POST /__provider/reset.
 *
 * @param {string} path
 * @param {string} text
 * @param {import('node:http').ServerResponse} response
 * @param {any} state
 */
export function control(path, text, response, state) {
  if (path === '/__provider/state') {
    const { requests, ledger, closedConnections, sockets } = state
    return json(response, 200, { requests, ledger, closedConnections, connections: sockets.size, now: performance.now() })
  }
  if (path === '/__provider/scenario') {
    const { model, scenario, times } = JSON.parse(text)
    state.setScenario(model, scenario, times)
    return json(response, 200, {})
  }
  if (path === '/__provider/reset') {
    state.reset()
    return json(response, 200, {})
  }
  return json(response, 404, {})
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value */
function json(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
