import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { serialize } from 'bson'
import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toSocketPath, toUri } from '../../plugins/embedded-mongodb/socket-path.js'
import { HOSTILE_URLS } from '../support/hostile-urls.js'
import { graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

const CREATE_PROVIDER =
  'mutation ($input: CreateProviderInput!) { createProvider(input: $input) { provider { name keys { lastFour } } changes { fields { path before after } } version } }'
const UPDATE_PROVIDER =
  'mutation ($input: UpdateProviderInput!) { updateProvider(input: $input) { provider { version keys { lastFour } } changes { fields { path before after } } } }'
const CREATE_DEPLOYMENT =
  'mutation ($input: CreateDeploymentInput!) { createDeployment(input: $input) { deployment { name keys { lastFour } } } }'
const APPLY = 'mutation ($yaml: String!) { applyConfig(input: { yaml: $yaml }) { version } }'
const DECLARED =
  '{ providers(first: 100) { nodes { name managedBy } } deployments(first: 100) { nodes { name } } configVersions { nodes { version } } }'

const OUTSIDE = 'https://models.acme.example/v1'

interface InnerServer {
  readonly port: number
  /** Connections that were made to it, whatever was said on them. */
  readonly connections: number
  close(): void
}

/** What nobody from outside may reach: it would answer as a provider does. On every address of this machine. */
async function startInnerServer(answer = answerAsProvider): Promise<InnerServer> {
  const server = createServer(answer)
  let connections = 0
  server.on('connection', () => connections++)
  await listening(server)
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections
    },
    close: () => close(server),
  }
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, resolve))
}

function close(server: Server): void {
  server.closeAllConnections()
  server.close()
}

function answerAsProvider(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  const choices = [{ index: 0, message: { role: 'assistant', content: 'inner secrets' }, finish_reason: 'stop' }]
  const body = { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm', choices }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(request.method === 'POST' ? body : { data: [] }))
}

async function chat(weir: RunningWeir, model: string) {
  const response = await fetch(`${weir.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }] }),
  })
  return { status: response.status, error: response.headers.get('x-weir-error'), text: await response.text() }
}

/** The code of what is said against a mutation, and the last part of its path; undefined: nothing. */
async function refusalOf(weir: RunningWeir, query: string, variables: object): Promise<string | undefined> {
  const { errors } = await graphql(weir, query, variables)
  const { code, path } = (errors?.[0]?.extensions ?? {}) as { code?: string; path?: string }
  return code && `${code} ${path?.split('.').at(-1)}`
}

describe('without an allow-list', () => {
  let inner: InnerServer
  let weir: RunningWeir
  beforeAll(async () => {
    inner = await startInnerServer()
    const own = { name: 'own', kind: 'openai-compatible', baseUrl: `http://${hostname()}:${inner.port}/v1`, apiKey: 'sk-own' }
    weir = await startWeir({ config: { providers: [{ name: 'demo', kind: 'demo' }, own] } })
    const acme = { name: 'acme', kind: 'openai-compatible', baseUrl: OUTSIDE, apiKey: 'sk-acme-0123456789' }
    expect(await refusalOf(weir, CREATE_PROVIDER, { input: acme })).toBeUndefined()
    const large = {
      name: 'large',
      provider: 'acme',
      model: 'large',
      baseUrl: 'https://eu.acme.example/v1',
      apiKey: 'sk-acme-456',
    }
    expect(await refusalOf(weir, CREATE_DEPLOYMENT, { input: large })).toBeUndefined()
  })
  afterAll(async () => {
    await weir.stop()
    inner.close()
  })

  describe('a mutation makes no provider and no deployment', () => {
    let before: unknown
    beforeAll(async () => {
      before = await graphql(weir, DECLARED)
    })
    afterAll(async () => expect(await graphql(weir, DECLARED)).toEqual(before))

    it.each(HOSTILE_URLS)('at %s', async (baseUrl) => {
      const provider = { name: 'evil', kind: 'openai-compatible', baseUrl, apiKey: 'sk-evil-0123456789' }
      const deployment = { name: 'evil', provider: 'acme', model: 'large', baseUrl, apiKey: 'sk-evil-0123456789' }
      const moved = { name: 'acme', version: 1, baseUrl, apiKey: 'sk-evil-0123456789' }
      const yaml = JSON.stringify({ providers: [provider] })
      const refusals = [
        await refusalOf(weir, CREATE_PROVIDER, { input: { ...provider, dryRun: true } }),
        await refusalOf(weir, CREATE_PROVIDER, { input: provider }),
        await refusalOf(weir, CREATE_DEPLOYMENT, { input: { ...deployment, dryRun: true } }),
        await refusalOf(weir, CREATE_DEPLOYMENT, { input: deployment }),
        await refusalOf(weir, UPDATE_PROVIDER, { input: moved }),
        await refusalOf(weir, APPLY, { yaml }),
      ]
      expect(refusals).toEqual(Array(refusals.length).fill('INVALID_REQUEST baseUrl'))
    })

    const cloud = { project: 'acme', location: 'europe-west1' }
    const entra = { tenantId: 'acme.example', clientId: 'c' }
    const azure = { kind: 'azure-openai', baseUrl: 'https://acme.openai.azure.com' }
    it.each([
      ['code', 'kind', { kind: 'ai-sdk', settings: { package: '@ai-sdk/openai' } }],
      ['a file of the gateway', 'settings.keyFile', { kind: 'vertex', settings: { ...cloud, keyFile: '/etc/passwd' } }],
      [
        'an address that gives tokens',
        'settings.credentials.token_uri',
        {
          kind: 'vertex',
          settings: { ...cloud, credentials: { type: 'service_account', token_uri: 'http://169.254.169.254/token' } },
        },
      ],
      [
        'credentials that lead elsewhere',
        'settings.credentials.type',
        { kind: 'vertex', settings: { ...cloud, credentials: { type: 'external_account' } } },
      ],
      [
        'an authority inside',
        'settings.entra',
        { ...azure, settings: { entra: { ...entra, authority: 'https://169.254.169.254' } } },
      ],
      [
        'the identity of the machine',
        'settings.entra.managedIdentity',
        { ...azure, settings: { entra: { managedIdentity: true } } },
      ],
    ])('whose settings name %s', async (_, path, provider) => {
      for (const dryRun of [true, false]) {
        const { errors } = await graphql(weir, CREATE_PROVIDER, { input: { name: 'evil', dryRun, ...provider } })
        expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path } }])
      }
    })
  })

  describe('a name that leads inside, as only a look-up tells', () => {
    const names = innerNames()

    it('is one that the operator can use: it does lead to the inner server', async () => {
      expect(names).toContain(hostname())
      expect(await chat(weir, 'own/any')).toMatchObject({ status: 200, text: expect.stringContaining('inner secrets') })
    })

    it.each(names)('%s is refused when the connection is made, to providers and deployments of the API', async (name) => {
      const seenBefore = inner.connections
      const baseUrl = `http://${name}:${inner.port}/v1`
      const id = name.replaceAll(/[^a-z0-9]/gi, '-').toLowerCase()
      const key = { apiKey: 'sk-evil-0123456789' }
      const provider = { name: `by-${id}`, kind: 'openai-compatible', baseUrl, ...key }
      expect(await refusalOf(weir, CREATE_PROVIDER, { input: provider })).toBeUndefined()
      for (const [target, of] of [
        ['acme', 'api'],
        ['own', 'file'],
      ] as const) {
        const deployment = { name: `at-${of}-${id}`, provider: target, model: 'any', baseUrl, ...key }
        expect(await refusalOf(weir, CREATE_DEPLOYMENT, { input: deployment })).toBeUndefined()
      }
      for (const model of [`by-${id}/any`, `at-api-${id}`, `at-file-${id}`]) {
        const answer = await chat(weir, model)
        expect([model, answer.status, answer.error]).toEqual([model, 502, 'PROVIDER_UNREACHABLE'])
        expect(answer.text).not.toContain('127.0.0.1')
      }
      expect(inner.connections).toBe(seenBefore)
    })
  })
})

/** Names of this machine that no URL shows to lead inside. */
function innerNames(): readonly string[] {
  const lines = readFileSync('/etc/hosts', 'utf8').split('\n')
  const fields = lines.map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
  const loopback = fields.filter(([address = '']) => address.startsWith('127.') || address === '::1')
  const found = loopback.flatMap(([, ...names]) => names).filter((name) => !/(^|\.)localhost$/.test(name))
  return [...new Set([hostname(), ...found])]
}

describe('with an allow-list of one address', () => {
  const KEYS = [
    'sk-first-of-the-pool-Aa01',
    'sk-second-of-the-pool-Bb02',
    'sk-of-the-deployment-Cc03',
    'sk-given-anew-for-it-Dd04',
  ]
  const [FIRST, SECOND, OWN, ANEW] = KEYS as [string, string, string, string]
  let inner: InnerServer
  let allowed: InnerServer
  let weir: RunningWeir
  /** All that the gateway answered. */
  const told: string[] = []
  const keysSent = new Set<string>()

  /** Leads inside by `redirect-…`, and says the key again by `echo`. */
  function answerBadly(request: IncomingMessage, response: ServerResponse): void {
    const key = request.headers.authorization ?? ''
    keysSent.add(key.replace('Bearer ', ''))
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      if (request.method !== 'POST') return response.end('{"data":[]}')
      const { model } = JSON.parse(text) as { model: string }
      const [what, status] = model.split('-')
      if (what === 'redirect') {
        return response.writeHead(Number(status), { location: `http://127.0.0.1:${inner.port}/v1/chat/completions` }).end()
      }
      const message = `Incorrect API key provided: ${key}.`
      response.writeHead(400, { 'content-type': 'application/json', 'x-key': key })
      response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', param: key, code: key } }))
    })
  }

  beforeAll(async () => {
    inner = await startInnerServer()
    allowed = await startInnerServer(answerBadly)
    weir = await startWeir({ config: { network: { allow: ['127.0.0.1'] } }, env: { WEIR_LOG_LEVEL: 'trace' } })
    const provider = { name: 'acme', kind: 'openai-compatible', baseUrl: `http://127.0.0.1:${allowed.port}/v1` }
    await ask(CREATE_PROVIDER, { input: { ...provider, apiKeys: [FIRST, SECOND] } })
    await ask(CREATE_DEPLOYMENT, { input: { name: 'large', provider: 'acme', model: 'echo', apiKey: OWN } })
  })
  afterAll(async () => {
    await weir.stop()
    inner.close()
    allowed.close()
  })

  async function ask(query: string, variables: object = {}) {
    const answer = await graphql<Record<string, unknown>>(weir, query, variables)
    told.push(JSON.stringify(answer))
    return answer
  }

  it.each([301, 302, 303, 307, 308])('a redirect by %s from there to another port is not followed', async (status) => {
    const answer = await chat(weir, `acme/redirect-${status}`)
    expect([answer.status, answer.error, inner.connections]).toEqual([502, 'PROVIDER_BAD_RESPONSE', 0])
  })

  describe('credentials', () => {
    it('that are kept go to no other address: it is changed with the key only', async () => {
      const provider = { name: 'moving', kind: 'openai-compatible', baseUrl: 'https://before.acme.example/v1' }
      await ask(CREATE_PROVIDER, { input: { ...provider, apiKey: FIRST } })
      const moved = { name: 'moving', version: 1, baseUrl: OUTSIDE }
      for (const change of [moved, { ...moved, dryRun: true }]) {
        const { errors } = await ask(UPDATE_PROVIDER, { input: change })
        expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path: 'apiKey' } }])
      }
      const deployment = { name: 'elsewhere', provider: 'moving', model: 'any', baseUrl: OUTSIDE }
      expect((await ask(CREATE_DEPLOYMENT, { input: deployment })).errors).toMatchObject([
        { extensions: { code: 'INVALID_REQUEST' } },
      ])
      const given = await ask(UPDATE_PROVIDER, { input: { ...moved, apiKey: ANEW } })
      expect(given.data).toMatchObject({ updateProvider: { provider: { version: 2, keys: [{ lastFour: 'Dd04' }] } } })
      const rollback = 'mutation { rollbackConfig(input: { version: 3 }) { version changes { fields { path before after } } } }'
      expect((await ask(rollback)).data).toMatchObject({ rollbackConfig: { version: 5 } })
    })

    it('are told to nobody but the provider: by no query, no error, no log and no record', async () => {
      for (let call = 0; call < 4; call++) told.push((await chat(weir, 'acme/echo')).text, (await chat(weir, 'large')).text)
      expect([FIRST, OWN].filter((key) => keysSent.has(key))).toEqual([FIRST, OWN])
      for (const query of [
        '{ providers { nodes { name baseUrl keys { id lastFour } version } } deployments { nodes { name keys { id lastFour } } } }',
        '{ configExport configVersions { nodes { version summary createdBy } } }',
        '{ configDiff(from: 0) { kind name action fields { path before after } } }',
        '{ configDiff(from: 3, to: 4) { kind name action fields { path before after } } }',
        '{ completions(first: 50) { nodes { id status route { attempts { deployment error { code } } } } } }',
        '{ explainRoute(input: { model: "large", messages: [{ role: USER, text: "Hi" }] }) { __typename } }',
        '{ provider(name: "acme") { settings apiKey apiKeys } }',
        'mutation { rotateSecret { __typename } }',
      ])
        await ask(query)
      for (const path of ['/metrics', '/readyz']) told.push(await (await fetch(`${weir.url}${path}`)).text())
      expect(told.join()).toContain('Dd04')
      expect(KEYS.filter((key) => told.join().includes(key))).toEqual([])
      expect(KEYS.filter((key) => weir.output().includes(key))).toEqual([])
    })

    it('are sealed in the database, and in no file of the data folder in the clear', async () => {
      const documents = await readDatabase(toUri(toSocketPath(join(weir.dataDir, 'mongodb'))))
      expect(documents.size).toBeGreaterThan(4)
      expect([...documents.keys()].filter((name) => documents.get(name)?.includes('lastFour')).length).toBeGreaterThan(0)
      for (const [name, content] of documents) expect([name, KEYS.filter((key) => content.includes(key))]).toEqual([name, []])
      const files = readdirSync(weir.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      expect(files.length).toBeGreaterThan(2)
      for (const { parentPath, name } of files) {
        const content = readFileSync(join(parentPath, name))
        expect([name, KEYS.filter((key) => content.includes(key))]).toEqual([name, []])
      }
    })
  })
})

/** The bytes of all documents, by collection. */
async function readDatabase(uri: string): Promise<ReadonlyMap<string, Buffer>> {
  const { connection } = await mongoose.connect(uri)
  try {
    const names = (await connection.listCollections()).map(({ name }) => name)
    const found = names.map(async (name) => {
      const documents = await connection.collection(name).find({}, { promoteValues: true }).toArray()
      return [name, Buffer.concat(documents.map((document) => serialize(document)))] as const
    })
    return new Map(await Promise.all(found))
  } finally {
    await mongoose.disconnect()
  }
}
