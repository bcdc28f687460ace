// A worker without a gateway: it serves one port with all workers, and another alone, through which a test drives it.
import { appendFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { GatewayError } from '../../../dist/src/domain/gateway-error.js'
import { runWorker } from '../../../dist/src/processes/run-worker.js'

const log = { info() {}, warn() {}, error() {}, fatal: (_details, message) => process.stderr.write(`fatal ${message}\n`) }

runWorker({ log, start })

async function start({ config, mongodbUri, writer, writers, relay }) {
  const note = (line) => appendFileSync(`${config.dataDir}/events`, `${line}\n`)
  note(`starting ${writers.indexOf(writer)}`)
  if (config.fails === 'by exit') process.exit(7)
  if (config.fails === 'by word') throw new GatewayError('CONFIGURATION', 'A provider has no key.')
  if (config.fails === 'by bug') throw new TypeError('x is not a function')
  const shared = await listen(createServer(answerShared), { port: config.port, host: config.host })
  const own = await listen(createServer(answerOwn), { port: 0, host: '127.0.0.1', exclusive: true })
  writeFileSync(`${config.dataDir}/${writer}.json`, JSON.stringify({ pid: process.pid, port: own.address().port, mongodbUri }))
  note(`serving ${writers.indexOf(writer)}`)
  const heard = []
  let drained = 0
  const commands = {
    crash: () => process.kill(process.pid, 'SIGKILL'),
    listen: () => void relay.subscribe('api-key-changed', (change) => heard.push(change)),
    heard: () => heard.map(({ id, at }) => ({ id, at: at.toISOString() })),
    publish: () => relay.publish('api-key-changed', { type: 'revoked', id: writer, at: new Date(0) }),
    onDrain: () => relay.onDrainRequested(async () => void drained++),
    drained: () => drained,
    environment: () => process.env['FAKE_MARK'],
    requestDrain: (query) => relay.requestDrain(query.get('writer')),
  }
  return { providers: ['demo', 'openai'], adminKey: writer === writers[0] ? 'weir_made_now' : null, stop }

  function answerShared(request, response) {
    response.write('begun ')
    if (request.url === '/slow') setTimeout(() => response.end('ended'), 500)
    else response.end('ended')
  }

  async function stop() {
    own.close()
    own.closeAllConnections()
    await new Promise((resolve) => shared.close(resolve))
    note(`stopped ${writers.indexOf(writer)}`)
  }

  async function answerOwn(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://own')
    response.end(JSON.stringify((await commands[pathname.slice(1)](searchParams)) ?? null))
  }
}

async function listen(server, options) {
  await new Promise((resolve, reject) => server.once('error', reject).listen(options, resolve))
  return server
}
