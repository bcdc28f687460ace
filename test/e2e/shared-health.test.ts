import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectToEach, type KeptConnection } from '../support/kept-connection.js'
import { eventually, freePort, type RunningWeir, startWeir } from '../support/start-weir.js'

const CREATE_PROVIDER = 'mutation ($input: CreateProviderInput!) { createProvider(input: $input) { version } }'
const CREATE_DEPLOYMENT = 'mutation ($input: CreateDeploymentInput!) { createDeployment(input: $input) { version } }'
const CREATE_ROUTE = 'mutation ($input: CreateRouteInput!) { createRoute(input: $input) { version } }'
const ROUTE = 'query ($name: String!) { route(name: $name) { name } }'
const EXPLAIN = `query ($input: CompletionInput!) { explainRoute(input: $input) {
  targets { deployment health { circuit } }
} }`

interface Explained {
  readonly explainRoute: {
    readonly targets: readonly { readonly deployment: string; readonly health: { readonly circuit: string } }[]
  }
}

let weir: RunningWeir
let workers: KeptConnection[] = []

beforeAll(async () => {
  weir = await startWeir({ workers: 2, config: { network: { allow: ['127.0.0.1'] } } })
  workers = [...(await connectToEach(weir, 2, 'demo/demo-chat')).values()]
})
afterAll(async () => {
  for (const connection of workers) connection.close()
  await weir?.stop()
})

/** As the worker at the other end of the connection sees it. */
async function circuitOf(deployment: string, connection: KeptConnection): Promise<string | undefined> {
  const input = { model: `route-${deployment}`, messages: [{ role: 'USER', text: 'Hi' }] }
  const { explainRoute } = await connection.graphql<Explained>(EXPLAIN, { input })
  return explainRoute.targets.find((target) => target.deployment === deployment)?.health.circuit
}

it.each([
  ['first', 0],
  ['second', 1],
])('a circuit that the %s worker opens is open in the other', async (name, index) => {
  const [opener, other] = [workers[index], workers[1 - index]] as [KeptConnection, KeptConnection]
  const baseUrl = `http://127.0.0.1:${await freePort()}/v1`
  const provider = { name, kind: 'openai-compatible', baseUrl, apiKey: 'sk-nobody-listens-0000' }
  await opener.graphql(CREATE_PROVIDER, { input: provider })
  const deployment = `at-${name}`
  await opener.graphql(CREATE_DEPLOYMENT, { input: { name: deployment, provider: name, model: 'any' } })
  const route = `route-${deployment}`
  const targets = [{ model: deployment }, { model: 'demo/demo-chat' }]
  await opener.graphql(CREATE_ROUTE, { input: { name: route, targets } })
  const isKnown = async () => (await other.graphql<{ route: object | null }>(ROUTE, { name: route })).route !== null
  await eventually(isKnown, (known) => known)
  expect(await circuitOf(deployment, other)).toBe('CLOSED')
  await eventually(
    async () => {
      expect((await opener.chat(route)).status).toBe(200)
      return circuitOf(deployment, opener)
    },
    (circuit) => circuit === 'OPEN',
  )
  await eventually(
    () => circuitOf(deployment, other),
    (circuit) => circuit === 'OPEN',
    2_000,
  )
})
