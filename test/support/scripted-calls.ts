import type { Completion } from '../../src/domain/completion.js'
import type { CompletionEvent, ProviderEvent } from '../../src/domain/completion-event.js'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import type { Price } from '../../src/domain/cost.js'
import { GatewayError, type GatewayErrorCode, type GatewayErrorDetails } from '../../src/domain/gateway-error.js'
import type { ProviderCall } from '../../src/domain/provider.js'
import { type BuiltPipeline, eventsOf, PRICE, requestFor, type Script } from './pipeline-builder.js'

/** Ten times as dear as `PRICE`. */
export const DEAR: Price = {
  version: 'dear-1',
  rates: { input: { text: 10_000_000_000n }, output: { text: 20_000_000_000n } },
}
/** Of the answer that `answering` gives: 10 input and 5 output tokens. */
export const CHEAP_COST = 20_000n
export const DEAR_COST = 200_000n
/** Of the input of `requestFor` alone, which is estimated at 9 tokens. */
export const CHEAP_INPUT = 9_000n
export const PRICES = { cheap: PRICE, dear: DEAR }

export function errorOf(code: GatewayErrorCode, details: GatewayErrorDetails = {}): GatewayError {
  return new GatewayError(code, `${code} of a test`, details)
}

/** A script that remembers what it was asked. */
export function remembering(script: Script): Script & { readonly asked: ProviderCall<CompletionRequest>[] } {
  const asked: ProviderCall<CompletionRequest>[] = []
  return Object.assign(
    (call: ProviderCall<CompletionRequest>) => {
      asked.push(call)
      return script(call)
    },
    { asked },
  )
}

/** One script after the other, the last again and again. */
export function inTurn(...scripts: readonly Script[]): Script & { readonly asked: ProviderCall<CompletionRequest>[] } {
  const all = remembering((call) => (scripts[Math.min(all.asked.length, scripts.length) - 1] as Script)(call))
  return all
}

/** Says nothing until it is aborted, and not even then. */
export const silent: Script = async function* () {
  await new Promise(() => undefined)
}

/** Yields these events, a batch each, and is silent after that. */
export function silentAfter(...events: readonly ProviderEvent[]): Script {
  return async function* () {
    for (const event of events) yield [event]
    await new Promise(() => undefined)
  }
}

export function textDelta(text: string): ProviderEvent {
  return { type: 'text-delta', text }
}

export interface Asked {
  readonly events: readonly CompletionEvent[]
  readonly types: readonly string[]
  readonly last: CompletionEvent
  readonly completion: Completion | undefined
  readonly record: BuiltPipeline['ended'][number]['record']
  readonly error: GatewayError | undefined
  /** All of the text that was shown, as it came. */
  readonly shown: string
}

/** Asks, and sees to it that no place is held afterwards. */
export async function ask(
  built: BuiltPipeline,
  model: string,
  { request = {}, ...options }: Parameters<typeof eventsOf>[2] & { readonly request?: Partial<CompletionRequest> } = {},
): Promise<Asked> {
  const events = await eventsOf(built, requestFor(model, request), options)
  const last = events.at(-1) as CompletionEvent
  return {
    events,
    last,
    types: events.map(({ type }) => type),
    completion: last.type === 'completed' ? last.completion : undefined,
    error: last.type === 'failed' ? last.error : undefined,
    record: built.ended.at(-1)?.record as Asked['record'],
    shown: events.reduce((text, event) => (event.type === 'text-delta' ? text + event.text : text), ''),
  }
}

/** The attempts that every deployment of the pipeline still has a place for. */
export function placesHeld({ stages }: BuiltPipeline): number {
  const snapshot = stages.snapshot()
  const places = [...snapshot.models.values()].flatMap((model) => snapshot.deploymentsOf(model))
  return places.reduce((held, deployment) => held + stages.health.healthOf(deployment).inFlight, 0)
}

export function codesOf({ record }: Asked): readonly (string | undefined)[] {
  return record.attempts.map(({ deployment, role, error }) => [deployment, role, error?.code].filter(Boolean).join(' '))
}

/** What the attempts were billed at, in order. */
export function costsOf({ record }: Asked): readonly (bigint | undefined)[] {
  return record.attempts.map(({ costNanos }) => costNanos)
}
