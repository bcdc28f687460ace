import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'
import { testKeys } from './test-keys.js'

let server: Awaited<ReturnType<typeof startProviderServer>>

describeProvider('bedrock', {
  models: {
    text: 'us.anthropic.claude-sonnet-4-5-20250929-v1:text',
    tools: 'us.amazon.nova-pro-v1:tools',
    parallelTools: 'parallel-tools',
    jsonSchema: 'qwen.qwen3-32b-v1:json-schema',
    long: 'paced-500-20',
    embeddings: 'amazon.titan-embed-text-v2:0',
    unknown: 'fault-404',
  },
  async create() {
    server = await startProviderServer()
    const baseUrl = `${server.origin}/bedrock`
    const settings = { region: 'eu-central-1', controlPlaneUrl: baseUrl, ...testKeys }
    return plugin.createProvider(plugin.vendors[0]!, { name: 'local', kind: 'bedrock', baseUrl, settings })
  },
  untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
  destroy: () => server.close(),
})
