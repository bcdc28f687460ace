import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

let server: Awaited<ReturnType<typeof startProviderServer>>

describeProvider('gemini', {
  models: {
    text: 'text',
    tools: 'tools',
    parallelTools: 'parallel-tools',
    jsonSchema: 'json-schema',
    long: 'paced-500-20',
    embeddings: 'embed',
    unknown: 'fault-404',
  },
  async create() {
    server = await startProviderServer()
    const [vendor] = plugin.vendors
    const baseUrl = `${server.origin}/gemini/v1beta`
    return plugin.createProvider(vendor!, { name: 'local', kind: vendor!.kind, baseUrl, apiKey: 'key-of-a-test' })
  },
  untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
  destroy: () => server.close(),
})
