import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startGateway } from './gateway.mjs'
import { startPart } from './part.mjs'
import { findProcesses } from './process-tree.mjs'
import { routeOf } from './routing-config.mjs'

const nameOf = (modelName) => `mock/${modelName}`

/**
 * A side is what a scenario's load can be pointed at: a yardstick or a gateway. `targetOf(scenario)` gives the processes to be measured, the
 * port, the form of the load and the model that is asked for.
 */
export async function startYardsticks(upstreamUrl, cleanup, name = 'yardstick') {
  const parts = {
    proxy: await cleanup.keep(startPart('raw-proxy.mjs', ['--upstream', upstreamUrl])),
    websocket: await cleanup.keep(startPart('raw-websocket.mjs', ['--upstream', upstreamUrl])),
  }
  const targetOf = ({ yardstick: { kind, part }, modelName }) => {
    const { pid, port } = parts[part]
    return { kind, port, model: nameOf(modelName), processes: { worker: pid, all: [pid] } }
  }
  return { name, targetOf }
}

export async function startGatewaySide({ name, cleanup, ...options }) {
  const gateway = await cleanup.keep(startGateway(options))
  const { port, authorization, metricsUrl, pid } = gateway
  const targetOf = ({ kind, before, modelName, byRoute }) => ({
    kind: before && !hasDoor(options.root, kind) ? before : kind,
    port,
    model: byRoute ? routeOf(modelName) : nameOf(modelName),
    authorization,
    metricsUrl,
    processes: findProcesses(pid),
  })
  return { name, targetOf }
}

/** Whether a build serves the wire format that a kind of load is in. */
function hasDoor(root, kind) {
  return existsSync(join(root, 'src/rest', kind.replace('-stream', '')))
}
