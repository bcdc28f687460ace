import { z } from 'zod'
import { PARAMETERS } from '../domain/fit-request.js'
import { MODALITIES } from '../domain/model.js'
import { UNPRICED_POLICIES } from '../domain/snapshot.js'
import { boolean, dollars, integer, list, section, text, url, word } from './fields.js'

const DAY_MS = 86_400_000
const MIB = 1024 * 1024
const GIB = 1024 * MIB

const milliseconds = integer(1, DAY_MS)
const secretText = text('a text of 32 to 1024 characters without spaces', /^[^\s]{32,1024}$/)
/** It comes back in a header, which holds no other characters. */
const adminKeyText = text('a text of 32 to 4096 printable ASCII characters', /^[\x20-\x7e]{32,4096}$/)
const name = text('a name of letters, digits and . _ - (at most 64 characters, no /)', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
const modelId = text('a model name of at most 256 characters without spaces', /^[^\s]{1,256}$/)
const path = text('a path', /^[^\0]{1,4096}$/)

const origin = text('an origin such as https://app.example.com, or *', /^(\*|https?:\/\/[^/\s?#]+)$/)
const baseUrl = url('an http or https address such as http://127.0.0.1:9000/v1', ({ protocol }) => /^https?:$/.test(protocol))
const mongodbUri = text('an address such as mongodb://host:27017/weir', /^mongodb(\+srv)?:\/\/[^\s/]+/)

const day = text('a day such as 2026-11-23', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

const timeouts = section({
  connectMs: milliseconds.describe('Until the connection to the provider stands.').optional(),
  firstTokenMs: milliseconds.describe('Until the first content of an answer.').optional(),
  idleMs: milliseconds.describe('Between two pieces of an answer.').optional(),
  totalMs: milliseconds.describe('For the whole call.').optional(),
}).prefault({})

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

const provider = section({
  name: name.describe('Models are called provider/model, e.g. openai/gpt-5-mini.'),
  kind: name.describe('A provider plugin, or a vendor of the OpenAI dialect.'),
  apiKey: text('a text without spaces', /^[^\s]{1,4096}$/)
    .optional()
    .describe('Mostly a reference to a variable; absent: the customary variable of the kind.'),
  baseUrl: baseUrl.optional(),
  models: list(modelId, { of: 'model names', min: 1, max: 10_000 }).optional().describe('Restricts or adds models.'),
  timeouts,
  settings: z
    .record(z.string().max(100), z.json(), { error: 'a mapping of settings that this kind knows' })
    .optional()
    .describe('What the kind alone understands, such as region or apiVersion; see its guide.'),
})

const route = section({
  name: name.describe('What clients ask for as model.'),
  targets: list(modelId, { of: 'models', min: 1, max: 32 }).describe('Models in order of preference.'),
  timeouts: timeouts.describe('These win over those of a provider.'),
})

const price = section({
  input: dollars().optional(),
  cacheRead: dollars().optional(),
  cacheWrite5m: dollars().optional(),
  cacheWrite1h: dollars().optional(),
  inputAudio: dollars().optional(),
  inputImage: dollars().optional(),
  output: dollars().optional(),
  reasoning: dollars().optional(),
  outputAudio: dollars().optional(),
  outputImage: dollars().optional(),
  perRequest: dollars().optional().describe('Dollars for each request.'),
  effectiveFrom: day.optional().describe('Before this day the list price holds.'),
  validUntil: day.optional().describe('From this day on the price is shown as stale.'),
})

const modalities = list(word(...MODALITIES), { of: `of ${MODALITIES.join(', ')}`, min: 1, max: MODALITIES.length }).optional()

const model = section({
  model: modelId
    .optional()
    .describe('What the model is, where its name does not tell, such as gpt-5-mini for an Azure deployment.'),
  displayName: text('a text of at most 200 characters', /^.{1,200}$/).optional(),
  contextWindow: integer(1, 1_000_000_000).optional().describe('Tokens.'),
  maxOutputTokens: integer(1, 1_000_000_000).optional().describe('Tokens.'),
  capabilities: section({
    input: modalities.describe('What it takes.'),
    output: modalities.describe('What it makes.'),
    tools: boolean().optional(),
    parallelTools: boolean().optional(),
    jsonSchema: boolean().optional().describe('Answers to a JSON schema by its own means.'),
    jsonMode: boolean().optional().describe('Answers in JSON of any shape by its own means.'),
    reasoning: boolean().optional(),
    promptCache: boolean().optional().describe('Discounts prompts that it has seen.'),
    embeddings: boolean().optional(),
    rerank: boolean().optional(),
    moderation: boolean().optional(),
    unsupported: list(word(...PARAMETERS), { of: 'parameters', max: PARAMETERS.length })
      .optional()
      .describe('Parameters that it refuses; they are left out with a warning.'),
  }).optional(),
  releasedAt: day.optional(),
  deprecatedAt: day.optional(),
  retiresAt: day.optional().describe('From this day on it is not listed as available.'),
})

/** weir.config.yaml: what it may say, and what holds when it does not. */
export const configFile = section({
  server: server.prefault({}),
  mongodb: section({ uri: mongodbUri.optional().describe('Absent: the embedded database (MONGODB_URI).') }).prefault({}),
  graphql: graphql.prefault({}),
  limits: limits.prefault({}),
  journal: journal.prefault({}),
  records: records.prefault({}),
  providers: list(provider, { of: 'providers', max: 1000 }).default([]),
  routes: list(route, { of: 'routes', max: 10_000 }).default([]),
  prices: z
    .record(modelId, price, { error: 'a mapping from a model such as openai/gpt-5-mini to its prices' })
    .describe('Prices of your own, in dollars per million tokens; they win over the list that Weir brings.')
    .default({}),
  models: z
    .record(modelId, model, { error: 'a mapping from a model such as azure/my-deployment to what you know of it' })
    .describe('What you know better of models; it wins over the catalogue that Weir brings.')
    .default({}),
  unpricedModels: word(...UNPRICED_POLICIES)
    .describe(
      'Calls for a model without a price are refused, booked at the dearest known price, or flagged (WEIR_UNPRICED_MODELS).',
    )
    .default('ALLOW_AND_FLAG'),
})

export type ConfigFile = z.infer<typeof configFile>
