import type { DeploymentHealth } from '../../domain/health.js'
import type { Target } from '../../domain/snapshot.js'
import type { StrategyInput } from '../strategy.js'

/**
 * The input of one decision, of which each thing is asked for once and only if needed: a turn counts, a key reads the prompt, and a health that
 * changed in the middle of a decision would make it contradict itself.
 */
export class ConsideredInput implements StrategyInput {
  readonly targets: readonly Target[]
  readonly now: number
  readonly chance: () => number
  readonly #asked: StrategyInput
  #healths: Map<Target, DeploymentHealth> | undefined
  #turn: number | undefined
  #affinityKey: string | undefined
  #tokens: StrategyInput['tokens'] | undefined

  constructor(asked: StrategyInput) {
    this.#asked = asked
    this.targets = asked.targets
    this.now = asked.now
    this.chance = asked.chance
  }

  readonly healthOf = (target: Target): DeploymentHealth => {
    const seen = this.#healths?.get(target)
    if (seen) return seen
    const health = this.#asked.healthOf(target)
    this.#healths ??= new Map()
    this.#healths.set(target, health)
    return health
  }

  get turn(): number {
    this.#turn ??= this.#asked.turn
    return this.#turn
  }

  get affinityKey(): string {
    this.#affinityKey ??= this.#asked.affinityKey
    return this.#affinityKey
  }

  get tokens(): StrategyInput['tokens'] {
    this.#tokens ??= this.#asked.tokens
    return this.#tokens
  }

  /** The same decision among some of the targets, with another view of their health. */
  among(targets: readonly Target[], healthOf: StrategyInput['healthOf']): StrategyInput {
    return new NarrowedInput(this, targets, healthOf)
  }
}

class NarrowedInput implements StrategyInput {
  readonly targets: readonly Target[]
  readonly healthOf: StrategyInput['healthOf']
  readonly now: number
  readonly chance: () => number
  readonly #whole: StrategyInput

  constructor(whole: StrategyInput, targets: readonly Target[], healthOf: StrategyInput['healthOf']) {
    this.targets = targets
    this.healthOf = healthOf
    this.now = whole.now
    this.chance = whole.chance
    this.#whole = whole
  }

  get turn(): number {
    return this.#whole.turn
  }

  get affinityKey(): string {
    return this.#whole.affinityKey
  }

  get tokens(): StrategyInput['tokens'] {
    return this.#whole.tokens
  }
}
