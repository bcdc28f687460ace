import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject, Provider, ProviderOptions } from '../../../src/plugin-api.js'
import { describeProvider } from '../../../test/conformance/provider/provider-suite.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { startProviderServer } from '../../../test/support/provider-process/server.mjs'
import { until } from '../../../test/support/provider-process/until.js'
import { plugin } from './index.js'

let server: Awaited<ReturnType<typeof startProviderServer>>

const MODELS = {
  text: 'text',
  tools: 'tools',
  parallelTools: 'parallel-tools',
  jsonSchema: 'json-schema',
  long: 'paced-500-20',
  embeddings: 'embed',
  unknown: 'fault-404',
}
const DEPLOYMENTS = { 'gpt-5': 'text', 'gpt-4o': 'tools' }
const ENTRA = { tenantId: 'contoso', clientId: 'app', clientSecret: 'secret-of-a-test' }

function create(settings: JsonObject, options: Partial<ProviderOptions> = { apiKey: 'key-of-a-test' }): Provider {
  const [vendor] = plugin.vendors
  return plugin.createProvider(vendor!, {
    name: 'azure',
    kind: 'azure-openai',
    baseUrl: `${server.origin}/azure`,
    settings,
    ...options,
  })
}

const entraOf = (tenantId = 'contoso') => ({ ...ENTRA, tenantId, authority: `${server.origin}/azure` })

const WAYS: readonly { way: string; make: () => Provider }[] = [
  { way: 'the v1 API with a key', make: () => create({ deployments: DEPLOYMENTS }) },
  { way: 'the v1 API by Responses', make: () => create({ deployments: DEPLOYMENTS, api: 'responses', apiVersion: 'preview' }) },
  {
    way: 'a dated version with a token',
    make: () => create({ deployments: DEPLOYMENTS, apiVersion: '2024-10-21', entra: entraOf() }, {}),
  },
]

for (const { way, make } of WAYS) {
  describeProvider(`azure-openai by ${way}`, {
    models: MODELS,
    async create() {
      server = await startProviderServer()
      return make()
    },
    untilDisconnected: () => until(() => server.closedConnections.some(({ model }) => model === 'paced-500-20')),
    destroy: () => server.close(),
  })
}

describe('azure-openai', () => {
  beforeAll(async () => {
    server = await startProviderServer()
  })
  afterAll(() => server.close())

  const ask = (provider: Provider, model: string, stream = true) =>
    readAnswer(provider, toCall(model, asking('Hello.'), { stream }))

  it.each([
    [{}, 'text', '/azure/openai/v1/chat/completions'],
    [{ deployments: DEPLOYMENTS }, 'gpt-5', '/azure/openai/v1/responses'],
    [{ deployments: DEPLOYMENTS, apiVersion: '2024-10-21' }, 'gpt-5', '/azure/openai/deployments/text/chat/completions'],
    [{ deployments: DEPLOYMENTS, apiVersion: '2025-04-01-preview', api: 'responses' }, 'gpt-5', '/azure/openai/responses'],
  ])('with %j asks for %s at %s', async (settings, model, path) => {
    const provider = create(settings)
    await ask(provider, model)
    expect(server.requests.at(-1)).toMatchObject({ path, headers: { 'api-key': '[key]' }, body: { model: 'text' } })
    await provider.close()
  })

  it.each([{ api: 'chat' }, { api: 'responses' }])('tells how the filters judged an answer: %j', async (settings) => {
    const provider = create(settings)
    for (const stream of [true, false]) {
      const { batches, finishReason } = await ask(provider, 'filtered', stream)
      const safety = batches.flat().find((event) => event.type === 'safety')
      expect(finishReason).toBe('CONTENT_FILTER')
      expect(safety!.ratings).toContainEqual({ category: 'violence', severity: 'medium', blocked: true })
      expect(safety!.ratings).toContainEqual({ category: 'hate', severity: 'safe', blocked: false })
    }
    await provider.close()
  })

  it('shows how the prompt was judged as it is', async () => {
    const provider = create({})
    const { extra } = await ask(provider, 'text')
    expect(extra).toMatchObject({ prompt_filter_results: [{ prompt_index: 0 }] })
    await provider.close()
  })

  it.each([
    ['fault-content-filter', 'CONTENT_FILTERED'],
    ['fault-404', 'PROVIDER_MODEL_NOT_FOUND'],
    ['fault-429', 'PROVIDER_RATE_LIMITED'],
    ['fault-500', 'PROVIDER_ERROR'],
    ['fault-cut-mid-stream', 'PROVIDER_STREAM_CUT'],
    ['fault-error-in-stream', 'PROVIDER_ERROR'],
  ])('reads %s as %s', async (model, code) => {
    for (const api of ['chat', 'responses']) {
      const provider = create({ api })
      await expect(ask(provider, model)).rejects.toMatchObject({ code })
      await provider.close()
    }
  })

  it('asks Entra once for many calls', async () => {
    const provider = create({ entra: entraOf('once') }, {})
    await Promise.all([ask(provider, 'text'), ask(provider, 'text'), ask(provider, 'text')])
    await ask(provider, 'text')
    const asked = server.requests.filter(({ path }) => path === '/azure/once/oauth2/v2.0/token')
    expect(asked).toHaveLength(1)
    expect(server.requests.at(-1)!.headers['authorization']).toBe('Bearer [key]')
    await provider.close()
  })

  it('says that Entra refused the credentials, without repeating them', async () => {
    const provider = create({ entra: entraOf('refused') }, {})
    const error = await ask(provider, 'text').catch((caught) => caught)
    expect(error).toMatchObject({ code: 'PROVIDER_AUTHENTICATION', providerCode: 'invalid_client' })
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain('secret-of-a-test')
    await provider.close()
  })

  it('says that Entra cannot be reached', async () => {
    const provider = create({ entra: { ...ENTRA, authority: 'http://127.0.0.1:9' } }, {})
    await expect(ask(provider, 'text')).rejects.toMatchObject({ code: 'PROVIDER_UNREACHABLE' })
    await provider.close()
  })

  it.each([
    [{ region: 'x' }, { apiKey: 'k' }, 'settings.region'],
    [{ apiVersion: 'yesterday' }, { apiKey: 'k' }, 'settings.apiVersion'],
    [{ entra: { ...ENTRA, authority: 'http://login.example' } }, {}, 'settings.entra'],
    [{}, {}, 'apiKey'],
    [{ entra: ENTRA }, { apiKey: 'k' }, 'apiKey'],
    [{}, { apiKey: 'k', baseUrl: undefined }, 'baseUrl'],
  ])('refuses settings %j with %j', (settings, options, named) => {
    expect(() => create(settings, options)).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining(named) }),
    )
  })

  it('owns the state of what Azure encrypts, and OpenAI does not', () => {
    const owner = (settings: JsonObject) => create(settings).stateOwner!('gpt-5')
    expect([owner({}), owner({ api: 'chat' })]).toEqual(['azure-openai-responses', 'azure-openai'])
  })
})
