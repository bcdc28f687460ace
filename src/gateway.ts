import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createAddressGuard } from '../plugins/address-guard/index.js'
import { createCatalogue } from '../plugins/catalogue/index.js'
import { compileCondition } from '../plugins/conditions/index.js'
import { createSchemaCheck } from '../plugins/json-schema/index.js'
import { countTokens } from '../plugins/token-count/index.js'
import type { AdminOptions } from './admin/admin-options.js'
import { createControlPlane } from './admin/control-plane/create-control-plane.js'
import { createAdmin } from './admin/create-admin.js'
import { ensureAdminKey } from './admin/ensure-admin-key.js'
import { createRouteHealth } from './admin/watch-route-health.js'
import { type Config, parseDeclarations, parseSpec, resolveProviders, writeDeclarations } from './config.js'
import type { Relay } from './domain/relay.js'
import { allEnded } from './gateway/all-ended.js'
import { declareOwn } from './gateway/declare-own.js'
import { discoverProviders } from './gateway/discover-providers.js'
import { holdConfig } from './gateway/hold-config.js'
import { holdKeys } from './gateway/hold-keys.js'
import { createHttpServer } from './gateway/http-server.js'
import { checkJournal, openJournals, toJournalState } from './gateway/open-journals.js'
import { createEndedPublisher } from './gateway/publish-ended.js'
import { rememberTurns } from './gateway/remember-turns.js'
import { createVault } from './gateway/seal-credentials.js'
import { createApiKeySecret, createKeyId, deriveSecrets } from './gateway/secrets.js'
import { watchDatabase } from './gateway/watch-database.js'
import { watchHealth } from './gateway/watch-health.js'
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
import { findDeployments } from './routing/find-targets.js'
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
  const { hashSecret, hashByPrevious, journalKey } = deriveSecrets(config.secret, config.previousSecret)
  const isFirst = writer === options.writers[0]
  const metrics = createMetrics()

  const storage = await connectStorage({ uri: options.mongodbUri, log, ...config.records })
  await storage.migrate()
  const database = watchDatabase(storage)
  const { journal, adoption } = await openJournals({ ...options, sink: storage.sink, hmacKey: journalKey })

  const known = await discoverProviders()
  const vault = createVault({ ...config, store: storage.credentials, now: Date.now })
  const resolved = resolveProviders(
    config,
    Array.from(known.values(), ({ vendor }) => vendor),
  )
  const held = await holdConfig({
    config,
    resolved,
    known,
    catalogue: createCatalogue(),
    compile: compileCondition,
    guard: createAddressGuard(config.network.allow),
    configs: storage.configs,
    openCredentials: vault.open,
    relay,
    onSilent: (provider, err) => log.warn({ err, provider }, 'A provider did not tell its models: they pass through unlisted'),
    onNotRenewed: (err) => log.error({ err }, 'The configuration could not be renewed: the one before stays in force'),
  })
  const health = watchHealth({
    ...options,
    metrics,
    activeProbes: config.health.activeProbes,
    chance: randomInt,
    findDeployment: (id) => findDeployments(held.current(), id)?.[0],
  })
  held.onChange(() => health.tracker.retain(held.current().deployments.values()))
  const stalePrices = countPrices(held.current()).stale
  if (isFirst && stalePrices > 0)
    log.warn({ models: stalePrices }, 'Prices are old and may have changed: update Weir, or set your own')

  const keys = new KeyRing()
  const releaseKeys = await holdKeys(keys, storage.apiKeys, relay, (err) => log.warn({ err }, 'API keys could not be read anew'))
  const { maxConcurrentCalls, maxQueuedCalls, maxQueueMs } = config.limits
  const calls = new OpenCalls({
    maxRunning: maxConcurrentCalls,
    maxQueued: maxQueuedCalls,
    maxWaitMs: maxQueueMs,
    now: () => performance.now(),
  })
  const schemas = createSchemaCheck()
  const stages: Stages = {
    calls,
    snapshot: held.current,
    leaseSnapshot: held.lease,
    health: health.tracker,
    maxWaitMs: maxQueueMs,
    onShadow: (report) => log.info({ ...report }, 'The answer of a mirrored call was compared'),
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
  const pipeline = createPipeline(stages, createAuthenticate({ keys, hashSecret, hashByPrevious, now: Date.now }))
  const declared = declareOwn(config, resolved)
  const adminOptions: AdminOptions = {
    ...storage,
    relay,
    snapshot: held.current,
    control: createControlPlane({
      configs: storage.configs,
      vault,
      relay,
      declared: () => declared,
      inForce: held.inForce,
      checkContent: held.checkContent,
      onStored: held.onStored,
      onChange: (_, listener) => held.onChange(listener),
      parseSpec,
      parseFile: parseDeclarations,
      writeFile: writeDeclarations,
      onTidyFailed: (err) => log.warn({ err }, 'Old versions of the configuration could not be deleted'),
      now: Date.now,
      wait: (attempt) => setTimeout(randomInt(Math.min(5 * attempt, 100))),
    }),
    routeHealth: createRouteHealth({
      snapshot: held.current,
      health: health.tracker,
      monotonic: () => performance.now(),
      subscribeHealth: health.subscribeHealth,
    }),
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
  metrics.watchLoad(() => calls)
  if (isFirst) metrics.watchPrices(() => countPrices(held.current()))
  registerHealth(app, {
    state: () => state,
    configVersion: () => held.current().version,
    checks: [
      { name: 'database', check: database.check },
      { name: 'journal', check: () => checkJournal(journal) },
      { name: 'configuration', check: held.check },
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
    providers: held.running().map(({ setup }) => setup.name),
    adminKey,
    stop: async () => {
      state = 'draining'
      calls.drain()
      await allEnded(calls, config.limits.drainTimeoutMs)
      await graphql.stop()
      await app.close()
      await Promise.all([journal.close(), adoption?.close()])
      releaseKeys()
      health.stop()
      database.stop()
      await held.stop()
      await schemas.close()
      await storage.close()
    },
  }
}
