import { z } from 'zod'
import { OBJECTIVES } from '../domain/route.js'
import { UNPRICED_POLICIES } from '../domain/snapshot.js'
import { boolean, integer, list, section, text, word } from './fields.js'
import { modelFacts, priceSpec } from './model-spec.js'
import { milliseconds, modelId, quality, region } from './names.js'
import { deploymentSpec, providerSpec } from './provider-spec.js'
import { dataPolicy, routeSpec } from './route-spec.js'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

const secretText = text('a text of 32 to 1024 characters without spaces', /^[^\s]{32,1024}$/)
/** It comes back in a header, which holds no other characters. */
const adminKeyText = text('a text of 32 to 4096 printable ASCII characters', /^[\x20-\x7e]{32,4096}$/)
const path = text('a path', /^[^\0]{1,4096}$/)

const origin = text('an origin such as https://app.example.com, or *', /^(\*|https?:\/\/[^/\s?#]+)$/)
const mongodbUri = text('an address such as mongodb://host:27017/weir', /^mongodb(\+srv)?:\/\/[^\s/]+/)

const server = section({
  host: text('a host name or an IP address', /^[^\s/]{1,255}$/)
    .describe('Address to listen on (WEIR_HOST).')
    .default('127.0.0.1'),
  port: integer(0, 65_535).describe('Port to listen on; 0 takes any free one (WEIR_PORT).').default(4000),
  dataDir: path.describe('Folder of the journal, the secret and the embedded database (WEIR_DATA_DIR).').default('./data'),
  workers: integer(1, 512).optional().describe('Processes that serve; one per core when absent (WEIR_WORKERS).'),
  secret: secretText
    .optional()
    .describe('Pepper of key hashes and encryption key; made in the data folder when absent (WEIR_SECRET).'),
  previousSecret: secretText
    .optional()
    .describe('The secret before, while keys and credentials still depend on it (WEIR_SECRET_PREVIOUS).'),
  adminKey: adminKeyText.optional().describe('The admin key; made and printed once when absent (WEIR_ADMIN_KEY).'),
  tls: section({
    certFile: path.describe('Certificate chain, PEM (WEIR_TLS_CERT).'),
    keyFile: path.describe('Private key, PEM (WEIR_TLS_KEY).'),
  }).optional(),
  allowedOrigins: list(origin, { of: 'origins', max: 1000 })
    .default([])
    .describe(
      'Origins that browsers may call from, over HTTP and WebSocket; * allows all (WEIR_ALLOWED_ORIGINS, comma separated).',
    ),
  region: region.optional().describe('Where this gateway runs.'),
  logLevel: word('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').describe('WEIR_LOG_LEVEL.').default('info'),
})

const graphql = section({
  introspection: boolean().describe('Whether clients may ask for the schema.').default(true),
  federationSdl: boolean()
    .optional()
    .describe('Whether `_service { sdl }` answers, as a router needs; as introspection when absent.'),
  explorer: boolean().describe('Whether the explorer page is served.').default(true),
  maxDepth: integer(1, 1000).describe('Nesting of an operation.').default(15),
  maxAliases: integer(0, 10_000).describe('Aliases in an operation.').default(15),
  maxTokens: integer(1, 1_000_000).describe('Lexical tokens in an operation.').default(2000),
  maxCost: integer(1, 1_000_000_000).describe('Cost of an operation: fields, times the length of their lists.').default(5000),
  maxConnections: integer(1, 1_000_000).describe('Open WebSockets of a worker.').default(2000),
  maxSubscriptionsPerConnection: integer(1, 10_000).describe('Running operations of a WebSocket.').default(50),
})

const limits = section({
  bodyBytes: integer(1024, GIB)
    .describe('Size of a request.')
    .default(20 * MIB),
  maxConcurrentCalls: integer(1, 1_000_000).describe('Calls that a worker serves at a time.').default(1000),
  maxQueuedCalls: integer(0, 1_000_000).describe('Calls beyond them that wait; more are refused.').default(1000),
  maxQueueMs: milliseconds.describe('How long a call waits at most.').default(5000),
  requestTimeoutMs: milliseconds.describe('Time for a client to send its whole request.').default(30_000),
  drainTimeoutMs: milliseconds.describe('Time that running calls get on SIGTERM.').default(30_000),
})

const journal = section({
  maxBytes: integer(MIB, 1024 * GIB)
    .describe('Size of the journal of all workers while the database is away.')
    .default(GIB),
  whenFull: word('REFUSE', 'DROP_RECORDS')
    .describe('At that size or on a full disk: refuse calls, or serve without record.')
    .default('REFUSE'),
  fsyncIntervalMs: integer(1, 60_000).describe('How often written entries are forced to the disk.').default(200),
})

const records = section({
  bodies: word('OFF', 'ON', 'REDACTED').describe('Whether prompts and answers are kept.').default('ON'),
  callRetentionDays: integer(1, 36_500).describe('How long the record of a call is kept.').default(365),
  bodyRetentionDays: integer(1, 36_500).describe('How long prompts and answers are kept.').default(30),
  responseRetentionDays: integer(1, 36_500)
    .describe('How long responses are kept that clients of the Responses API may refer to.')
    .default(30),
})

const network = section({
  allow: list(text('an address, a range such as 10.0.0.0/8, or a host name', /^[^\s/]{1,253}(\/\d{1,3})?$/), {
    of: 'addresses',
    max: 1000,
  })
    .default([])
    .describe(
      'Addresses inside the network that providers made by the API may reach: addresses, ranges, host names, *.suffixes.',
    ),
})

const auto = section({
  objective: word(...OBJECTIVES)
    .describe('What model "auto" strives for, unless the caller says.')
    .default('BALANCED'),
  models: list(modelId, { of: 'models', min: 1, max: 1000 })
    .optional()
    .describe('What it chooses from; absent: all that have a price.'),
  quality: z
    .record(modelId, quality, { error: 'a mapping from a model to a number from 0 to 1' })
    .optional()
    .describe('How good the answers of models are; models.*.quality wins.'),
})

/** weir.config.yaml: what it may say, and what holds when it does not. */
export const configFile = section({
  server: server.prefault({}),
  mongodb: section({ uri: mongodbUri.optional().describe('Absent: the embedded database (MONGODB_URI).') }).prefault({}),
  graphql: graphql.prefault({}),
  limits: limits.prefault({}),
  journal: journal.prefault({}),
  records: records.prefault({}),
  network: network.prefault({}),
  dataPolicy: dataPolicy.prefault({}).describe('Where the data of all calls may go.'),
  auto: auto.prefault({}),
  health: section({
    activeProbes: boolean()
      .describe('Whether deployments that failed are probed by small requests, which may cost money.')
      .default(false),
  }).prefault({}),
  providers: list(providerSpec, { of: 'providers', max: 1000 }).default([]),
  deployments: list(deploymentSpec, { of: 'deployments', max: 10_000 }).default([]),
  routes: list(routeSpec, { of: 'routes', max: 10_000 }).default([]),
  prices: z
    .record(modelId, priceSpec, { error: 'a mapping from a model such as openai/gpt-5-mini to its prices' })
    .describe('Prices of your own, in dollars per million tokens; they win over the list that Weir brings.')
    .default({}),
  models: z
    .record(modelId, modelFacts, { error: 'a mapping from a model such as azure/my-deployment to what you know of it' })
    .describe('What you know better of models; it wins over the catalogue that Weir brings.')
    .default({}),
  unpricedModels: word(...UNPRICED_POLICIES)
    .describe(
      'Calls for a model without a price are refused, booked at the dearest known price, or flagged (WEIR_UNPRICED_MODELS).',
    )
    .default('ALLOW_AND_FLAG'),
})

export type ConfigFile = z.infer<typeof configFile>
