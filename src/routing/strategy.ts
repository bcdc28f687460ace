import type { DeploymentHealth } from '../domain/health.js'
import type { Target } from '../domain/snapshot.js'

/** What a strategy may go by. Time and chance are arguments, so that each decision can be made again. */
export interface StrategyInput {
  /** Those that may serve the request, at least one, in the order of the route. */
  readonly targets: readonly Target[]
  readonly healthOf: (target: Target) => DeploymentHealth
  /** Whether nothing keeps a target from its calls: a cheap question, for the usual case. Absent: it is read from the health. */
  readonly isWhole?: (target: Target) => boolean
  /** Monotonic, in milliseconds. */
  readonly now: number
  /** A number in [0, 1). */
  readonly chance: () => number
  /** Counts the calls of the route, from 0. */
  readonly turn: number
  /** The same for requests that share tenant, system prompt, tools and first turn: what a prompt cache keeps. */
  readonly affinityKey: string
  /** Estimates of this request. */
  readonly tokens: { readonly input: number; readonly output: number }
}

export interface StrategyOrder {
  /** All of the targets, the one to try first at the head. */
  readonly targets: readonly Target[]
  /** Why the first is first, in a sentence for people. */
  readonly reason: string
}

/** Orders the targets for one call. Pure, but for `chance`. */
export type OrderTargets = (input: StrategyInput) => StrategyOrder
