import type { Model } from '../domain/model.js'

const WEIGHTS = { price: 0.6, recency: 0.3, reasoning: 0.1 } as const
/** Nano-dollars per million output tokens: $0.10, what the smallest models ask, and $100, more than all but the largest. */
const CHEAPEST = 1e8
const DEAREST = 1e11
const OLD_MS = 3 * 365 * 86_400_000
/** What counts for a price or a date that nobody knows: less than the middle, so that what is known goes first. */
const UNKNOWN = 0.3

/**
 * How good a model is, from 0 to 1: the operator's word where there is one. Else a proxy: 0.6 by the price of its output (by the logarithm,
 * from $0.10 to $100 a million tokens: makers ask more for their better models), 0.3 by its age (new to three years), 0.1 for reasoning.
 * A proxy ranks models roughly; an operator who knows better says so.
 */
export function qualityOf(model: Model, now: number): number {
  if (model.quality !== undefined) return model.quality
  const reasoning = model.capabilities.reasoning ? 1 : 0
  return WEIGHTS.price * priceScore(model) + WEIGHTS.recency * recencyScore(model, now) + WEIGHTS.reasoning * reasoning
}

function priceScore({ price }: Model): number {
  const rate = price?.rates.output.text
  if (rate === undefined) return UNKNOWN
  return rate === 0n ? 0 : clamp(Math.log(Number(rate) / CHEAPEST) / Math.log(DEAREST / CHEAPEST))
}

function recencyScore({ releasedAt }: Model, now: number): number {
  return releasedAt === null ? UNKNOWN : clamp(1 - (now - releasedAt.getTime()) / OLD_MS)
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score))
}
