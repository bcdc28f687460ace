import type { Provider } from '../../../src/plugin-api.js'
import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

let server: Awaited<ReturnType<typeof startProviderServer>>

async function create(): Promise<Provider> {
  server = await startProviderServer()
  const credentials = await (await fetch(`${server.origin}/vertex/service-account.json`)).json()
  const [vendor] = plugin.vendors
  const settings = { location: 'europe-west4', credentials }
  return plugin.createProvider(vendor!, { name: 'local', kind: vendor!.kind, baseUrl: `${server.origin}/vertex`, settings })
}

describeProvider('gemini on vertex', {
  models: {
    text: 'text',
    tools: 'tools',
    parallelTools: 'parallel-tools',
    jsonSchema: 'json-schema',
    long: 'paced-500-20',
    embeddings: 'embed',
    unknown: 'fault-404',
  },
  create,
  untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
  destroy: () => server.close(),
})
