// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of a configuration file are written so
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../src/config/emit-json-schema.js'
import { type Config, loadConfig, resolveProviders, workerEnvironment } from '../src/config.js'
import { GatewayError } from '../src/domain/gateway-error.js'

const SECRET = 's'.repeat(40)

function load(file: string, env: Record<string, string> = {}): Config {
  return loadConfig({ env, cwd: '/srv/weir', cores: 3, readFile: () => file, loadSecret: () => SECRET })
}

function refusal(file: string, env: Record<string, string> = {}): string {
  try {
    load(file, env)
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError)
    expect((error as GatewayError).code).toBe('CONFIGURATION')
    return (error as GatewayError).message
  }
  throw new Error('The configuration was accepted')
}

describe('without a file', () => {
  const config = loadConfig({
    env: {},
    cwd: '/srv/weir',
    cores: 3,
    readFile: () => undefined,
    loadSecret: (dataDir) => `${dataDir}!`,
  })

  it('serves on the loopback address with one worker per core and data in ./data', () => {
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      workers: 3,
      dataDir: '/srv/weir/data',
      providers: [],
      routes: [],
    })
  })

  it('takes the secret from the data folder', () => {
    expect(config.secret).toBe('/srv/weir/data!')
  })

  it('is frozen all the way down', () => {
    expect(Object.isFrozen(config) && Object.isFrozen(config.graphql) && Object.isFrozen(config.providers)).toBe(true)
  })
})

describe('a file', () => {
  it('says nothing by the example that is not so without it', () => {
    const example = readFileSync(new URL('../weir.config.example.yaml', import.meta.url), 'utf8')
    expect(load(example)).toEqual(load('providers: [{ name: demo, kind: demo }]'))
    const { graphql, limits, journal, records } = load('')
    for (const key of Object.keys({ ...graphql, ...limits, ...journal, ...records })) expect(example).toContain(`${key}:`)
  })

  it('says everything that the example names', () => {
    const example = readFileSync(new URL('../weir.config.example.yaml', import.meta.url), 'utf8')
    expect(load(example)).toMatchObject({ port: 4000, providers: [{ name: 'demo', kind: 'demo' }], records: { bodies: 'ON' } })
    const uncommented = example
      .replace(/^(deployments|routes|prices|models): ..( #.*)?$/gm, '$1:')
      .replace(/^( *)# ?(?= *(- |[a-z][A-Za-z]*:( |$)|[a-z]+\/))(?!.*\$schema)/gm, '$1')
    expect(load(uncommented, { OPENAI_API_KEY: 'sk-1', MONGODB_URI: 'mongodb://db.example' })).toMatchObject({
      workers: 4,
      mongodbUri: 'mongodb://db.example',
      allowedOrigins: ['https://app.example.com'],
      tls: { certFile: '/srv/weir/tls/cert.pem' },
      providers: [{ name: 'demo' }, { name: 'openai', apiKey: 'sk-1' }, { name: 'local', baseUrl: 'http://127.0.0.1:9000/v1' }],
      deployments: [{ name: 'mini-eu', region: 'eu', limits: { maxConcurrent: 50 } }],
      routes: [{ name: 'fast', strategy: 'WEIGHTED', timeouts: { totalMs: 60_000 }, retry: { attempts: 2 } }],
      dataPolicy: { regions: ['eu'], zeroRetention: true },
      prices: { 'local/my-model': { cacheRead: '0.01' } },
      models: { 'local/my-model': { contextWindow: 32_768, capabilities: { jsonSchema: true } } },
    })
  })

  it('lists providers and routes with their time-outs', () => {
    const config = load(`
providers:
  - { name: openai, kind: openai, apiKey: sk-1, baseUrl: "http://127.0.0.1:9000/v1", models: [gpt-5-mini], timeouts: { idleMs: 5 } }
routes:
  - { name: fast, targets: [openai/gpt-5-mini, groq/llama-3.3-70b-versatile] }
`)
    expect(config.providers).toEqual([
      {
        name: 'openai',
        kind: 'openai',
        apiKey: 'sk-1',
        baseUrl: 'http://127.0.0.1:9000/v1',
        models: ['gpt-5-mini'],
        timeouts: { idleMs: 5 },
      },
    ])
    expect(config.routes).toEqual([
      { name: 'fast', targets: [{ model: 'openai/gpt-5-mini' }, { model: 'groq/llama-3.3-70b-versatile' }] },
    ])
  })

  it('says what is known better of models, in words of any case', () => {
    expect(
      load('models: { azure/ours: { model: gpt-5-mini, capabilities: { input: [TEXT], unsupported: [seed] } } }').models,
    ).toEqual({ 'azure/ours': { model: 'gpt-5-mini', capabilities: { input: ['text'], unsupported: ['seed'] } } })
  })

  it('says what happens to models without a price, the environment before it', () => {
    expect(load('').unpricedModels).toBe('ALLOW_AND_FLAG')
    expect(load('unpricedModels: block').unpricedModels).toBe('BLOCK')
    expect(load('unpricedModels: BLOCK', { WEIR_UNPRICED_MODELS: 'ESTIMATE_AT_MAX' }).unpricedModels).toBe('ESTIMATE_AT_MAX')
  })

  it('keeps prices exact, quoted or not', () => {
    expect(load('prices: { a/b: { input: 0.0375, output: "12.50" } }').prices).toEqual({
      'a/b': { input: '0.0375', output: '12.50' },
    })
  })

  it('counts a key without a value as absent', () => {
    expect(load('server:\nrecords:\n  bodies:\nproviders:\n')).toMatchObject({
      port: 4000,
      records: { bodies: 'ON' },
      providers: [],
    })
  })

  it('takes words in any case', () => {
    expect(load('records: { bodies: redacted }\njournal: { whenFull: drop_records }')).toMatchObject({
      records: { bodies: 'REDACTED' },
      journal: { whenFull: 'DROP_RECORDS' },
    })
  })

  it('withholds the federation SDL with introspection, unless it says otherwise', () => {
    expect(load('graphql: { introspection: false }').graphql.federationSdl).toBe(false)
    expect(load('graphql: { introspection: false, federationSdl: true }').graphql.federationSdl).toBe(true)
  })

  it('resolves relative paths from the working folder', () => {
    expect(load('server: { dataDir: var, tls: { certFile: c.pem, keyFile: /k.pem } }')).toMatchObject({
      dataDir: '/srv/weir/var',
      tls: { certFile: '/srv/weir/c.pem', keyFile: '/k.pem' },
    })
  })
})

describe('the environment', () => {
  it('wins over the file', () => {
    const env = {
      WEIR_HOST: '0.0.0.0',
      WEIR_PORT: '0',
      WEIR_DATA_DIR: '/var/lib/weir',
      WEIR_WORKERS: '2',
      WEIR_SECRET: 'p'.repeat(32),
      WEIR_ADMIN_KEY: 'a'.repeat(32),
      MONGODB_URI: 'mongodb://db.example:27017/weir',
      WEIR_TLS_CERT: 'c.pem',
      WEIR_TLS_KEY: 'k.pem',
      WEIR_ALLOWED_ORIGINS: 'https://a.example, https://b.example:8443',
      WEIR_LOG_LEVEL: 'WARN',
    }
    expect(load('server: { host: 127.0.0.1, port: 9, logLevel: debug }', env)).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      dataDir: '/var/lib/weir',
      workers: 2,
      secret: 'p'.repeat(32),
      adminKey: 'a'.repeat(32),
      mongodbUri: 'mongodb://db.example:27017/weir',
      tls: { certFile: '/srv/weir/c.pem', keyFile: '/srv/weir/k.pem' },
      allowedOrigins: ['https://a.example', 'https://b.example:8443'],
      logLevel: 'warn',
    })
  })

  it('counts an empty variable as absent', () => {
    expect(load('server: { port: 9 }', { WEIR_PORT: '', WEIR_HOST: ' ' })).toMatchObject({ port: 9, host: '127.0.0.1' })
  })

  it('names the file to read', () => {
    const asked: string[] = []
    const readFile = (path: string) => {
      asked.push(path)
      return 'server: { port: 7 }'
    }
    const config = loadConfig({
      env: { WEIR_CONFIG: 'conf/weir.yaml' },
      cwd: '/srv',
      cores: 1,
      readFile,
      loadSecret: () => SECRET,
    })
    expect(config.port).toBe(7)
    expect(asked).toEqual(['/srv/conf/weir.yaml'])
  })

  it('must not name a file that does not exist', () => {
    const sources = {
      env: { WEIR_CONFIG: 'no.yaml' },
      cwd: '/srv',
      cores: 1,
      readFile: () => undefined,
      loadSecret: () => SECRET,
    }
    expect(() => loadConfig(sources)).toThrow(/WEIR_CONFIG names no\.yaml, which does not exist/)
  })
})

describe('interpolation', () => {
  const provider = (apiKey: string) => `providers: [{ name: p, kind: openai, apiKey: "${apiKey}" }]`

  it('puts variables into values, several in one and beside other text', () => {
    expect(load(provider('a-${A}-${B}'), { A: '1', B: '2' }).providers[0]?.apiKey).toBe('a-1-2')
  })

  it('takes the default when the variable is absent or empty', () => {
    expect(load(provider('${A:-x}')).providers[0]?.apiKey).toBe('x')
    expect(load(provider('${A:-x}'), { A: '' }).providers[0]?.apiKey).toBe('x')
    expect(load(provider('${A:-x}'), { A: 'y' }).providers[0]?.apiKey).toBe('y')
  })

  it('leaves an escaped reference alone', () => {
    expect(load(provider('$${A}')).providers[0]?.apiKey).toBe('${A}')
  })

  it('replaces once: the text of a variable is not looked at again', () => {
    expect(load(provider('${A}'), { A: '${B}', B: 'no' }).providers[0]?.apiKey).toBe('${B}')
  })

  it('cannot add a key or a list to the file', () => {
    const injected = 'x", baseUrl: "http://evil.example\n'
    expect(refusal(provider('${A}'), { A: injected })).toContain('providers[0].apiKey: found the text of ${A} (34 characters)')
    expect(refusal('providers: ${A}', { A: '[{ name: a, kind: b }]' })).toContain('expected a list')
  })

  it('makes numbers and truth values of text', () => {
    expect(load('server: { port: "${P}" }\ngraphql: { explorer: "${E}" }', { P: '81', E: 'false' })).toMatchObject({
      port: 81,
      graphql: { explorer: false },
    })
  })

  it('names the variable that is not set and the path that wants it', () => {
    expect(refusal(provider('${OPENAI_API_KEY}'))).toContain(
      'providers[0].apiKey: the environment variable OPENAI_API_KEY is not set',
    )
  })
})

const TLS = 'server.tls.keyFile: found nothing, expected a path'
const BAD: readonly [what: string, file: string, ...expected: string[]][] = [
  ['a port out of range', 'server: { port: 99999 }', 'server.port: found 99999, expected a whole number from 0 to 65535'],
  ['a port of words', 'server: { port: http }', 'server.port: found "http", expected a whole number from 0 to 65535'],
  ['a fraction', 'server: { workers: 1.5 }', 'server.workers: found 1.5, expected a whole number from 1 to 512'],
  ['no workers', 'server: { workers: 0 }', 'server.workers: found 0, expected a whole number from 1 to 512'],
  ['an unknown section', 'severs: {}', 'severs: unknown key; did you mean server? Allowed here: server, mongodb, graphql'],
  ['an unknown key', 'server: { prot: 1 }', 'server.prot: unknown key; did you mean port? Allowed here: host, port'],
  ['a key that nothing resembles', 'server: { zzzzzz: 1 }', 'server.zzzzzz: unknown key; Allowed here: host'],
  [
    'an unknown key in a list',
    'providers: [{ name: a, kind: b, apikey: x }]',
    'providers[0].apikey: unknown key; did you mean apiKey?',
  ],
  ['a word that is not known', 'records: { bodies: maybe }', 'records.bodies: found "maybe", expected one of OFF, ON, REDACTED'],
  ['an unknown log level', 'server: { logLevel: loud }', 'server.logLevel: found "loud", expected one of fatal, error, warn'],
  ['a truth value of words', 'graphql: { introspection: yes }', 'graphql.introspection: found "yes", expected true or false'],
  ['a list where a mapping is due', 'server: []', 'server: found a list, expected a mapping with the keys host, port'],
  ['a text where a mapping is due', 'limits: big', 'limits: found "big", expected a mapping with the keys bodyBytes'],
  [
    'a mapping where a list is due',
    'providers: { name: a }',
    'providers: found a mapping, expected a list of at most 1000 providers',
  ],
  ['a file that is a list', '- a', 'the file: found a list, expected a mapping with the keys server'],
  ['a file that is a text', 'hello', 'the file: found "hello", expected a mapping'],
  ['a provider without a kind', 'providers: [{ name: a }]', 'providers[0].kind: found nothing, expected a name'],
  [
    'a provider name with a slash',
    'providers: [{ name: a/b, kind: c }]',
    'providers[0].name: found "a/b", expected a name of letters',
  ],
  [
    'an address without http',
    'providers: [{ name: a, kind: b, baseUrl: "ftp://x" }]',
    'providers[0].baseUrl: found "ftp://x", expected an http',
  ],
  [
    'an empty list of models',
    'providers: [{ name: a, kind: b, models: [] }]',
    'providers[0].models: found a list, expected a list of 1 to',
  ],
  [
    'a time-out of words',
    'providers: [{ name: a, kind: b, timeouts: { idleMs: 30s } }]',
    'providers[0].timeouts.idleMs: found "30s", expected a whole number from 1 to 86400000',
  ],
  [
    'two providers of one name',
    'providers: [{ name: a, kind: b }, { name: a, kind: c }]',
    'providers[1].name: found "a", which providers[0] is called too',
  ],
  [
    'a route without targets',
    'routes: [{ name: a, targets: [] }]',
    'routes[0].targets: found a list, expected a list of 1 to 32 models',
  ],
  [
    'a price below nothing',
    'prices: { a/b: { input: -1 } }',
    'prices["a/b"].input: found -1, expected dollars per million tokens',
  ],
  ['a day that is none', 'prices: { a/b: { validUntil: 2026-13-01 } }', 'prices["a/b"].validUntil: found'],
  [
    'an unknown modality',
    'models: { a/b: { capabilities: { input: [smell] } } }',
    'expected one of text, image, audio, file, video',
  ],
  ['an unknown policy', 'unpricedModels: FREE', 'unpricedModels: found "FREE", expected one of BLOCK, ESTIMATE_AT_MAX'],
  ['a price of an unknown bucket', 'prices: { a/b: { inputs: 1 } }', 'prices["a/b"].inputs: unknown key; did you mean input?'],
  [
    'an origin with a path',
    'server: { allowedOrigins: ["https://a.example/x"] }',
    'server.allowedOrigins[0]: found "https://a.example/x"',
  ],
  ['a certificate without its key', 'server: { tls: { certFile: a } }', TLS],
  ['broken YAML', 'server: {\n  port: 1', 'line 2, column', 'this is not valid YAML'],
  ['a key twice', 'server: {}\nserver: {}', 'line 2, column 1: this is not valid YAML (duplicate key)'],
  ['a reference that is none', 'server: { host: "${1x}" }', 'server.host: expected ${NAME} or ${NAME:-default}'],
  [
    'everything at once',
    'server: { port: x, hots: y }\nroutes: 1',
    '3 problems',
    'server.port:',
    'did you mean host?',
    'routes: found 1',
  ],
]

describe('a bad file is refused by path, finding and what is allowed', () => {
  it.each(BAD)('%s', (_, file, ...expected) => {
    const message = refusal(file)
    for (const part of expected) expect(message).toContain(part)
  })

  it('a variable out of range is named', () => {
    expect(refusal('', { WEIR_PORT: 'tcp://10.0.0.1:4000' })).toContain(
      'WEIR_PORT (server.port): found "tcp://10.0.0.1:4000", expected a whole number from 0 to 65535',
    )
    expect(refusal('', { WEIR_ADMIN_KEY: 'short' })).toContain(
      'WEIR_ADMIN_KEY (server.adminKey): found a text of 5 characters, expected a text of 32 to 4096 printable ASCII characters',
    )
    expect(refusal('', { WEIR_TLS_CERT: 'c.pem' })).toContain(TLS)
  })
})

describe('an error never shows a secret', () => {
  const secret = 'sk-live-0123456789abcdef'
  it.each([
    ['a key with a space', `providers: [{ name: a, kind: b, apiKey: "${secret} x" }]`],
    ['a key in the wrong place', `providers: ${secret}`],
    ['a key under the wrong name', `providers: [{ name: a, kind: b, api_key: ${secret} }]`],
    ['a short admin key', `server: { adminKey: "${secret}" }`],
    ['a password in an address', `mongodb: { uri: "mysql://root:${secret}@host/x" }`],
    ['a password in a base URL', `providers: [{ name: a, kind: b, baseUrl: "ftp://u:${secret}@h.example" }]`],
    ['a key in broken YAML', `providers: [{ apiKey: "${secret} }]`],
    ['a key in YAML that is broken behind it', `apiKey: ${secret}: x`],
    ['a key after an asterisk', `apiKey: *${secret}`],
  ])('%s', (_, file) => {
    expect(refusal(file)).not.toContain(secret)
  })

  it('that came from a variable', () => {
    const message = refusal('server: { port: "${KEY}" }', { KEY: 'hunter2' })
    expect(message).toContain('server.port: found the text of ${KEY} (7 characters)')
    expect(message).not.toContain('hunter2')
  })
})

describe('providers that are on', () => {
  const vendors = [
    { kind: 'openai', baseUrl: 'https://api.example/v1', apiKeyVariable: 'OPENAI_API_KEY' },
    { kind: 'groq', baseUrl: 'https://groq.example/v1', apiKeyVariable: 'GROQ_API_KEY' },
    { kind: 'azure', apiKeyVariable: 'AZURE_API_KEY' },
    { kind: 'demo', keyless: true },
  ]
  const on = (file: string, env: Record<string, string> = {}) => resolveProviders(load(file, env), vendors, env)

  it('are those whose customary variable is set', () => {
    expect(on('', { GROQ_API_KEY: 'g', OPENAI_API_KEY: '' })).toEqual([
      { name: 'groq', kind: 'groq', apiKey: 'g', baseUrl: undefined, models: undefined, timeouts: {} },
    ])
  })

  it('are the demo alone when there is no other', () => {
    expect(on('').map(({ name }) => name)).toEqual(['demo'])
  })

  it('include the file’s, with the customary key when it gives none, and once', () => {
    const providers = on('providers: [{ name: mine, kind: openai }]', { OPENAI_API_KEY: 'o', GROQ_API_KEY: 'g' })
    expect(providers.map(({ name, apiKey }) => `${name} ${apiKey}`)).toEqual(['mine o', 'groq g'])
  })

  it('never send the customary key to another address', () => {
    const [provider] = on('providers: [{ name: local, kind: openai, baseUrl: "http://127.0.0.1:1/v1" }]', { OPENAI_API_KEY: 'o' })
    expect(provider?.apiKey).toBeUndefined()
  })

  it.each([
    [
      'providers: [{ name: a, kind: opnai }]',
      'providers[0].kind: found "opnai"; did you mean openai? Allowed: azure, demo, groq, openai',
    ],
    [
      'providers: [{ name: a, kind: openai }]',
      'providers[0].apiKey: found nothing, expected the key of this openai provider, or set OPENAI_API_KEY',
    ],
    [
      'providers: [{ name: a, kind: azure, apiKey: k }]',
      'providers[0].baseUrl: found nothing, expected the address of this azure provider',
    ],
  ])('%s is refused', (file, message) => {
    expect(() => on(file)).toThrow(message)
  })
})

it('publishes the JSON Schema of the file as it is', () => {
  expect(readFileSync(new URL('../weir.config.schema.json', import.meta.url), 'utf8')).toBe(configJsonSchema())
})

it('workers run as in production unless the operator says otherwise', () => {
  expect(workerEnvironment({})).toEqual({ NODE_ENV: 'production' })
  expect(workerEnvironment({ NODE_ENV: 'development' })).toEqual({ NODE_ENV: 'development' })
})
