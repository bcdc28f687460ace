import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { createCatalogue } from '../plugins/catalogue/index.js'
import { createSchemaCheck } from '../plugins/json-schema/index.js'
import { countTokens } from '../plugins/token-count/index.js'
import type { AdminOptions } from './admin/admin-options.js'
import { createAdmin } from './admin/create-admin.js'
import { ensureAdminKey } from './admin/ensure-admin-key.js'
import { type Config, resolveProviders } from './config.js'
import type { Relay } from './domain/relay.js'
import { allEnded } from './gateway/all-ended.js'
import { discoverProviders } from './gateway/discover-providers.js'
import { holdKeys } from './gateway/hold-keys.js'
import { holdSnapshot } from './gateway/hold-snapshot.js'
import { createHttpServer } from './gateway/http-server.js'
import { checkJournal, openJournals, toJournalState } from './gateway/open-journals.js'
import { createEndedPublisher } from './gateway/publish-ended.js'
import { rememberTurns } from './gateway/remember-turns.js'
import { createProviders, findProvider } from './gateway/running-provider.js'
import { createApiKeySecret, createKeyId, deriveSecrets } from './gateway/secrets.js'
import { watchDatabase } from './gateway/watch-database.js'
import { countPrices } from './gateway/watch-prices.js'
import { registerGraphqlDoor } from './graphql/graphql-door.js'
import { createAuthenticate } from './pipeline/authenticate.js'
import { createPipeline } from './pipeline/create-pipeline.js'
import { KeyRing } from './pipeline/key-ring.js'
import { OpenCalls } from './pipeline/open-call.js'
import type { Stages } from './pipeline/stages.js'
import { registerAnthropicDoor } from './rest/anthropic/anthropic-door.js'
import { registerGeminiDoor } from './rest/gemini/gemini-door.js'
import { registerHealth, type ServingState } from './rest/health.js'
import { countHttpResponses, registerMetrics } from './rest/metrics.js'
import { registerRestDoor } from './rest/rest-door.js'
import { connectStorage } from './storage/connect-storage.js'
import { createMetrics, type Metrics } from './telemetry/metrics.js'

export interface GatewayOptions {
  readonly config: Config
  readonly mongodbUri: string
  /** Names this process in call ids, records and journals. */
  readonly writer: string
  /** The writers of all processes of this machine. The first one takes over the journals of writers that no process is any more. */
  readonly writers: readonly string[]
  readonly relay: Relay
  readonly log: Logger
  /** The metrics of all processes behind the port, given this one's. */
  readonly collectMetrics?: (own: Metrics) => () => Promise<string>
}

export interface Gateway {
  /** Names of the providers that are on. */
  readonly providers: readonly string[]
  /** The secret of the admin key, when it was made now. */
  readonly adminKey: string | null
  /** Refuses new calls, lets those that run finish within the limit, drains the journal, and closes everything. */
  stop(): Promise<void>
}

/** Puts the parts together: the only place that knows them all. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, log, relay, writer } = options
  const { hashSecret, journalKey } = deriveSecrets(config.secret)
  const isFirst = writer === options.writers[0]
  const metrics = createMetrics()

  const known = await discoverProviders()
  const vendors = Array.from(known.values(), ({ vendor }) => vendor)
  const running = createProviders(resolveProviders(config, vendors), known)
  const snapshot = await holdSnapshot(config, { running, vendors }, createCatalogue(), {
    onSilent: (provider, err) => log.warn({ err, provider }, 'A provider did not tell its models: they pass through unlisted'),
    onNotRenewed: (err) => log.error({ err }, 'Prices could not be looked up anew: those before stay in force'),
  })
  const stalePrices = countPrices(snapshot.current()).stale
  if (isFirst && stalePrices > 0)
    log.warn({ models: stalePrices }, 'Prices are old and may have changed: update Weir, or set your own')

  const storage = await connectStorage({ uri: options.mongodbUri, log, ...config.records })
  await storage.migrate()
  const database = watchDatabase(storage)
  const { journal, adoption } = await openJournals({ ...options, sink: storage.sink, hmacKey: journalKey })

  const keys = new KeyRing()
  const releaseKeys = await holdKeys(keys, storage.apiKeys, relay, (err) => log.warn({ err }, 'API keys could not be read anew'))
  const calls = new OpenCalls(config.limits.maxConcurrentCalls)
  const schemas = createSchemaCheck()
  const stages: Stages = {
    calls,
    snapshot: snapshot.current,
    findProvider: findProvider(running),
    journal,
    keepBodies: config.records.bodies,
    countTokens,
    compileSchema: schemas.compile,
    turns: rememberTurns({
      store: storage.turnStates,
      onFailure: (err) => log.warn({ err }, 'The state of a turn was not shared'),
    }),
    publishEnded: createEndedPublisher(relay),
    observe: (record) => metrics.observeCall(record),
    logBug: (err, callId) => log.error({ err, callId }, 'A call failed by a bug'),
    now: Date.now,
    monotonic: () => performance.now(),
    chance: randomInt,
    writer,
  }
  const pipeline = createPipeline(stages, createAuthenticate({ keys, hashSecret, now: Date.now }))
  const adminOptions: AdminOptions = {
    ...storage,
    relay,
    snapshot: snapshot.current,
    requestDrain: (asked) => (asked === writer ? journal.drain() : relay.requestDrain(asked)),
    hashSecret,
    createSecret: createApiKeySecret,
    createId: createKeyId,
    now: Date.now,
  }
  const admin = createAdmin(adminOptions)
  relay.onDrainRequested(() => journal.drain())
  const adminKey = isFirst ? await ensureAdminKey(adminOptions, config.adminKey) : null

  let state: ServingState = 'starting'
  const app = await createHttpServer(config)
  countHttpResponses(app, metrics.observeHttp)
  metrics.watchJournal(() => toJournalState(journal))
  metrics.watchRunningCalls(() => calls.running)
  if (isFirst) metrics.watchPrices(() => countPrices(snapshot.current()))
  registerHealth(app, {
    state: () => state,
    configVersion: () => snapshot.current().version,
    checks: [
      { name: 'database', check: database.check },
      { name: 'journal', check: () => checkJournal(journal) },
    ],
  })
  registerMetrics(app, { collectText: options.collectMetrics?.(metrics) ?? metrics.collectText })
  registerRestDoor(app, { pipeline, admin, responses: storage.responses, log })
  registerAnthropicDoor(app, { pipeline, admin, log })
  registerGeminiDoor(app, { pipeline, admin, log })
  const graphql = await registerGraphqlDoor(app, {
    pipeline,
    admin,
    options: { ...config.graphql, allowedOrigins: config.allowedOrigins, maxMessageBytes: config.limits.bodyBytes },
    log,
  })
  await app.listen({ host: config.host, port: config.port })
  state = 'serving'

  return {
    providers: running.map(({ config: { name } }) => name),
    adminKey,
    stop: async () => {
      state = 'draining'
      calls.drain()
      await allEnded(calls, config.limits.drainTimeoutMs)
      await graphql.stop()
      await app.close()
      await Promise.all([journal.close(), adoption?.close()])
      releaseKeys()
      snapshot.stop()
      database.stop()
      await Promise.all(running.map(({ provider }) => provider.close()))
      await schemas.close()
      await storage.close()
    },
  }
}
