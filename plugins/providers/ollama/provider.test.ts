import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

let server: Awaited<ReturnType<typeof startProviderServer>>

describeProvider('ollama', {
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
    const options = { name: 'local', kind: 'ollama', baseUrl: `${server.origin}/ollama` }
    return plugin.createProvider(plugin.vendors[0]!, options)
  },
  untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
  destroy: () => server.close(),
})
