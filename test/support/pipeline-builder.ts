import { compileCondition } from '../../plugins/conditions/index.js'
import { compileSchema } from '../../plugins/json-schema/compile-schema.js'
import type { ApiKey } from '../../src/domain/api-key.js'
import type { CallEnd, CallJournal, CallStart } from '../../src/domain/call-record.js'
import type { CompletionEvent, ProviderEvent } from '../../src/domain/completion-event.js'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import type { Price } from '../../src/domain/cost.js'
import type { HealthTracker } from '../../src/domain/health.js'
import type { EndedCall } from '../../src/domain/live-usage.js'
import { type Model, type ModelCapabilities, type ModelFacts, UNKNOWN_CAPABILITIES } from '../../src/domain/model.js'
import type { Principal, Scope } from '../../src/domain/principal.js'
import type { Provider, ProviderCall, Timeouts } from '../../src/domain/provider.js'
import type { DataPolicy, RouteSpec, RouteTarget } from '../../src/domain/route.js'
import type { Snapshot, UnpricedPolicy } from '../../src/domain/snapshot.js'
import type { TurnMemory } from '../../src/domain/turn-memory.js'
import { createUsage } from '../../src/domain/usage.js'
import { createAuthenticate } from '../../src/pipeline/authenticate.js'
import { createPipeline } from '../../src/pipeline/create-pipeline.js'
import { KeyRing } from '../../src/pipeline/key-ring.js'
import { OpenCalls } from '../../src/pipeline/open-call.js'
import type { CallOptions, Pipeline } from '../../src/pipeline/pipeline.js'
import type { Stages } from '../../src/pipeline/stages.js'
import type { DeploymentSource } from '../../src/routing/build-snapshot.js'
import { buildCatalog, buildSnapshot } from '../../src/routing/build-snapshot.js'
import { compileRoute } from '../../src/routing/compile-route.js'
import { createHealthTracker } from '../../src/routing/health/create-health-tracker.js'

export type Script = (call: ProviderCall<CompletionRequest>) => AsyncIterable<readonly ProviderEvent[]>

/** One dollar per million input tokens, two per million output tokens. */
export const PRICE: Price = {
  version: 'test-1',
  rates: {
    input: { text: 1_000_000_000n, cacheRead: 100_000_000n },
    output: { text: 2_000_000_000n, reasoning: 2_000_000_000n },
  },
}

export interface PipelineSetting {
  /** What each provider does when it is asked; `vendor/model` are its models. */
  readonly providers?: Readonly<Record<string, Script>>
  readonly embed?: Provider['embed']
  readonly rerank?: Provider['rerank']
  readonly routes?: readonly (Omit<RouteSpec, 'targets'> & { readonly targets: readonly (string | RouteTarget)[] })[]
  readonly deployments?: readonly (Omit<DeploymentSource, 'keys' | 'incarnation'> & {
    readonly keys?: DeploymentSource['keys']
  })[]
  readonly health?: HealthTracker
  readonly onShadow?: Stages['onShadow']
  readonly price?: Price | null
  /** Of the models of a provider; it wins over `price`. */
  readonly prices?: Readonly<Record<string, Price | null>>
  /** What is known of the models of a provider, beside `capabilities`. */
  readonly facts?: Readonly<Record<string, Partial<ModelFacts> & Pick<Model, 'quality'>>>
  /** What each key of a provider does when it is asked; instead of its script in `providers`. */
  readonly keys?: Readonly<Record<string, Readonly<Record<string, Script>>>>
  readonly dataPolicy?: DataPolicy
  readonly unpriced?: UnpricedPolicy
  readonly auto?: Snapshot['auto']
  readonly aliases?: ReadonlyMap<string, string>
  readonly maxQueued?: number
  readonly maxWaitMs?: number
  readonly chance?: Stages['chance']
  readonly timeouts?: Partial<Timeouts>
  readonly maxConcurrentCalls?: number
  readonly keepBodies?: Stages['keepBodies']
  readonly journal?: Partial<CallJournal>
  readonly turns?: Partial<TurnMemory>
  /** Of every model. */
  readonly capabilities?: Partial<ModelCapabilities>
  readonly stateOwner?: (providerName: string) => string
  readonly dialects?: readonly string[]
}

export interface BuiltPipeline {
  readonly pipeline: Pipeline
  readonly stages: Stages
  readonly keys: KeyRing
  readonly started: CallStart[]
  readonly ended: CallEnd[]
  readonly published: EndedCall[]
  readonly bugs: unknown[]
}

/** The real pipeline over scripted providers, each with the model `model`. */
export function buildPipeline(setting: PipelineSetting = {}): BuiltPipeline {
  const { providers = { acme: answering('Hello') }, price = PRICE } = setting
  const started: CallStart[] = []
  const ended: CallEnd[] = []
  const published: EndedCall[] = []
  const bugs: unknown[] = []
  const providerOf = (name: string, script = providers[name] as Script): Provider => ({
    name,
    kind: name,
    ...(setting.dialects && { dialectsOf: () => setting.dialects ?? [] }),
    ...(setting.stateOwner && { stateOwner: () => setting.stateOwner?.(name) ?? name }),
    complete: script,
    ...(setting.embed && { embed: setting.embed }),
    ...(setting.rerank && { rerank: setting.rerank }),
    close: async () => undefined,
  })
  const catalog = buildCatalog({
    ...(setting.unpriced && { unpriced: setting.unpriced }),
    providers: Object.keys(providers).map((name) => ({
      name,
      kind: name,
      timeouts: setting.timeouts ?? {},
      models: ['model'],
      listed: [],
      passThrough: false,
      keys: Object.entries(setting.keys?.[name] ?? { [`${name}-key`]: providers[name] as Script }).map(([id, script]) => ({
        id,
        provider: providerOf(name, script),
      })),
      incarnation: '1',
      priceOf: () => (setting.prices && name in setting.prices ? (setting.prices[name] ?? null) : price),
      factsOf: () => ({
        ...setting.facts?.[name],
        capabilities: { ...UNKNOWN_CAPABILITIES, ...setting.capabilities, ...setting.facts?.[name]?.capabilities },
      }),
    })),
  })
  const snapshot = buildSnapshot(catalog, {
    version: 'v1',
    ...(setting.dataPolicy && { dataPolicy: setting.dataPolicy }),
    ...(setting.auto && { auto: setting.auto }),
    ...(setting.aliases && { aliases: setting.aliases }),
    routes: (setting.routes ?? []).map(({ targets, ...spec }) =>
      compileRoute(
        { ...spec, targets: targets.map((target) => (typeof target === 'string' ? { model: target } : target)) },
        { managedBy: 'FILE', version: 0 },
        compileCondition,
      ),
    ),
    deployments: (setting.deployments ?? []).map((deployment) => ({ keys: [], incarnation: '1', ...deployment })),
  })
  const keys = new KeyRing()
  const stages: Stages = {
    calls: new OpenCalls({
      maxRunning: setting.maxConcurrentCalls ?? 100,
      maxQueued: setting.maxQueued ?? 0,
      maxWaitMs: 1_000,
      now: () => performance.now(),
    }),
    snapshot: () => snapshot,
    leaseSnapshot: () => ({ snapshot, end: () => undefined }),
    health: setting.health ?? createHealthTracker({ now: () => performance.now(), chance: () => 0.5, processes: 1 }),
    maxWaitMs: setting.maxWaitMs ?? 100,
    onShadow: setting.onShadow ?? (() => undefined),
    journal: {
      start: async (call) => {
        started.push(call)
      },
      end: (end) => {
        ended.push(end)
      },
      ...setting.journal,
    },
    keepBodies: setting.keepBodies ?? 'ON',
    countTokens: async () => null,
    turns: { keep: async () => undefined, find: async () => new Map(), ...setting.turns },
    compileSchema: async (schema) => {
      const validate = compileSchema(schema)
      return async (value) => validate(value)
    },
    publishEnded: (call) => published.push(call),
    observe: () => undefined,
    logBug: (error) => bugs.push(error),
    now: Date.now,
    monotonic: () => performance.now(),
    chance: setting.chance ?? (() => 7),
    writer: 'abcde00',
  }
  const authenticate = createAuthenticate({ keys, hashSecret: (secret) => `hash of ${secret}`, now: Date.now })
  return { pipeline: createPipeline(stages, authenticate), stages, keys, started, ended, published, bugs }
}

/** A provider that answers this text, a batch a word, and says that it used 10 input and 5 output tokens. */
export function answering(text: string): Script {
  return async function* () {
    for (const word of text.split(/(?<= )/)) yield [{ type: 'text-delta', text: word }]
    yield [
      { type: 'usage', usage: createUsage({ input: { text: 10 }, output: { text: 5 } }) },
      { type: 'finish', reason: 'STOP', nativeReason: 'stop' },
    ]
  }
}

/** A provider that yields these events, a batch each, and then throws. */
export function failing(error: unknown, ...before: ProviderEvent[]): Script {
  return async function* () {
    for (const event of before) yield [event]
    throw error
  }
}

export function principalWith(changes: { scopes?: Scope[]; models?: string[] } = {}): Principal {
  const { scopes = ['inference'], models = null } = changes
  return { organizationId: 'org_default', keyId: 'key_1', name: 'test', scopes: new Set(scopes), models }
}

export function requestFor(model = 'acme/model', changes: Partial<CompletionRequest> = {}): CompletionRequest {
  return { model, messages: [{ role: 'user', parts: [{ type: 'text', text: 'Say hello, please.' }] }], ...changes }
}

export function apiKeyWith(changes: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'key_1',
    organizationId: 'org_default',
    name: 'test',
    prefix: 'weir_abc',
    secretHash: 'hash',
    scopes: ['inference'],
    models: null,
    createdAt: new Date(0),
    createdBy: null,
    expiresAt: null,
    revokedAt: null,
    ...changes,
  }
}

/** All events of a call, in order. */
export async function eventsOf(
  { pipeline }: BuiltPipeline,
  request = requestFor(),
  {
    principal = principalWith(),
    signal = new AbortController().signal,
    stream = true,
    ...more
  }: Partial<CallOptions> & { principal?: Principal } = {},
): Promise<CompletionEvent[]> {
  const events: CompletionEvent[] = []
  for await (const batch of pipeline.complete(principal, request, { door: 'OPENAI', stream, signal, ...more }))
    events.push(...batch)
  return events
}
