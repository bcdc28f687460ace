import type { Provider } from '../../../src/plugin-api.js'
import { describeProvider, type SuiteModels } from '../../../test/conformance/provider/provider-suite.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

const MODELS: SuiteModels = {
  text: 'text',
  tools: 'tools',
  parallelTools: 'parallel-tools',
  jsonSchema: 'json-schema',
  long: 'paced-500-20',
  embeddings: 'embed',
  unknown: 'fault-404',
}

const ofClaude = (models: SuiteModels): SuiteModels => ({
  ...(Object.fromEntries(Object.entries(models).map(([use, name]) => [use, `anthropic/${name}`])) as unknown as SuiteModels),
  // Claude embeds nothing: the vectors of a provider come from Google's models.
  embeddings: models.embeddings,
})

describeVertex('gemini on vertex', MODELS)
describeVertex('claude on vertex', ofClaude(MODELS))

function describeVertex(name: string, models: SuiteModels): void {
  let server: Awaited<ReturnType<typeof startProviderServer>>
  describeProvider(name, {
    models,
    async create(): Promise<Provider> {
      server = await startProviderServer()
      const credentials = await (await fetch(`${server.origin}/vertex/service-account.json`)).json()
      const [vendor] = plugin.vendors
      const settings = { location: 'europe-west4', credentials }
      return plugin.createProvider(vendor!, { name: 'local', kind: vendor!.kind, baseUrl: `${server.origin}/vertex`, settings })
    },
    untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
    destroy: () => server.close(),
  })
}
