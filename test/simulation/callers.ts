/**
 * The callers: twelve applications with a system prompt of 300 to 3,000 tokens each, whose conversations begin as a Poisson process with a wave of
 * 30 % up and down in 20 minutes. A conversation has 6 turns on average (at most 20); each brings 60 tokens of the user (median) and often the same
 * again of context, and gets 220 tokens of answer (median, at most 2,000). The next turn comes 3 s and 25 s more on average after the answer.
 * One in a thousand calls would be refused by every model.
 */
import { Random } from './random.js'

export interface SimulatedCall {
  readonly application: string
  readonly conversation: string
  readonly affinityKey: string
  readonly systemTokens: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly isRefused: boolean
  /** From 0 to 1, by which an answer is cut: the same under each strategy, so that they differ by what they chose and not by luck. */
  readonly luck: number
  /** What the gateway estimates the input to be. */
  readonly estimatedTokens: number
}

export interface Conversation {
  readonly calls: readonly SimulatedCall[]
  /** Before each call but the first. */
  readonly pausesMs: readonly number[]
}

const MEAN_TURNS = 6
const MOST_TURNS = 20
const WAVE = { depth: 0.3, periodMs: 1_200_000 }

/** The same for the same seed, whatever becomes of the calls. */
export class Callers {
  readonly #random: Random
  readonly #applications: readonly { readonly name: string; readonly systemTokens: number }[]
  readonly #meanGapMs: number
  #begun = 0

  constructor(seed: number, callsPerSecond: number) {
    const random = new Random(seed * 104_729 + 2)
    this.#random = random
    this.#meanGapMs = (1_000 * MEAN_TURNS) / callsPerSecond
    this.#applications = Array.from({ length: 12 }, (_, index) => ({
      name: `application-${index}`,
      systemTokens: Math.round(random.logBetween(300, 3_000)),
    }))
  }

  /** How long until the next conversation begins. */
  gapMs(now: number): number {
    const wave = 1 + WAVE.depth * Math.sin((2 * Math.PI * now) / WAVE.periodMs)
    return this.#random.exponential(this.#meanGapMs / wave)
  }

  next(): Conversation {
    const random = this.#random
    const { name, systemTokens } = random.pick(this.#applications)
    const conversation = `${name}/${this.#begun++}`
    const calls: SimulatedCall[] = []
    const pausesMs: number[] = []
    let said = systemTokens
    do {
      const context = random.next() < 0.5 ? random.logNormal(200, 0.8) : 0
      const inputTokens = Math.round(said + random.logNormal(60, 0.8) + context)
      const outputTokens = Math.ceil(Math.min(2_000, random.logNormal(220, 0.7)))
      calls.push({
        application: name,
        conversation,
        affinityKey: conversation,
        systemTokens,
        inputTokens,
        outputTokens,
        isRefused: random.next() < 0.001,
        luck: random.next(),
        estimatedTokens: inputTokens * random.between(0.8, 1.25),
      })
      pausesMs.push(3_000 + random.exponential(25_000))
      said = inputTokens + outputTokens
    } while (calls.length < MOST_TURNS && random.next() > 1 / MEAN_TURNS)
    return { calls, pausesMs }
  }
}
