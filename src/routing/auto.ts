import type { Model } from '../domain/model.js'
import type { Objective } from '../domain/route.js'

export interface ObjectiveInput {
  /** Those that may serve the request; the first of equals stays first. */
  readonly models: readonly Model[]
  readonly objective: Objective
  /** What this request would cost, in nano-dollars; null: unknown. */
  readonly costOf: (model: Model) => bigint | null
  /** Milliseconds to the first token; null: not measured. */
  readonly latencyOf: (model: Model) => number | null
  /** From 0 to 1. */
  readonly qualityOf: (model: Model) => number
}

interface Rated {
  readonly id: string
  /** Nano-dollars; infinite when unknown. */
  readonly cost: number
  readonly latencyMs: number
  readonly quality: number
}

/** What each counts under BALANCED. */
const BALANCE = { cost: 0.4, latency: 0.2, quality: 0.4 } as const

/**
 * The ids of the models, the one that serves the objective best first.
 * COST: by what this request costs; a model whose cost is unknown is left out, for it may be the dearest.
 * LATENCY: by the time to the first token; a model that was not measured is taken to be as fast as the measured one of the nearest cost, for
 * dearer models are larger. When none was measured, by cost.
 * QUALITY: by quality, and among equals by cost.
 * BALANCED: by the sum of 0.4 cost, 0.2 latency and 0.4 lack of quality, each from 0 for the best candidate to 1 for the worst, cost and
 * latency by their logarithms. An unknown cost counts as 1.
 */
export function orderByObjective(input: ObjectiveInput): readonly string[] {
  const rated = rate(input)
  const better = comparisonBy(input.objective, rated)
  const candidates = input.objective === 'COST' ? rated.filter(({ cost }) => Number.isFinite(cost)) : rated
  return candidates.toSorted(better).map(({ id }) => id)
}

function rate({ models, costOf, latencyOf, qualityOf }: ObjectiveInput): readonly Rated[] {
  const known = models.map((model) => {
    const cost = costOf(model)
    return { model, cost: cost === null ? Number.POSITIVE_INFINITY : Number(cost), measuredMs: latencyOf(model) }
  })
  const measured = known.flatMap(({ cost, measuredMs }) => (measuredMs === null ? [] : [{ cost, latencyMs: measuredMs }]))
  return known.map(({ model, cost, measuredMs }) => ({
    id: model.id,
    cost,
    latencyMs: measuredMs ?? latencyAtCost(cost, measured),
    quality: qualityOf(model),
  }))
}

type Measured = Pick<Rated, 'cost' | 'latencyMs'>

function latencyAtCost(cost: number, measured: readonly Measured[]): number {
  if (measured.length === 0) return toScale(cost)
  if (!Number.isFinite(cost)) return Math.max(...measured.map(({ latencyMs }) => latencyMs))
  const distanceTo = (other: Measured) => Math.abs(toScale(other.cost) - toScale(cost))
  return measured.reduce((nearest, other) => (distanceTo(other) < distanceTo(nearest) ? other : nearest)).latencyMs
}

function comparisonBy(objective: Objective, rated: readonly Rated[]): (a: Rated, b: Rated) => number {
  switch (objective) {
    case 'COST':
      return byCost
    case 'LATENCY':
      return (a, b) => ascending(a.latencyMs, b.latencyMs) || byCost(a, b)
    case 'QUALITY':
      return (a, b) => ascending(b.quality, a.quality) || byCost(a, b)
    case 'BALANCED': {
      const weigh = balanceOf(rated)
      return (a, b) => ascending(weigh(a), weigh(b))
    }
    default:
      return objective satisfies never
  }
}

function byCost(a: Rated, b: Rated): number {
  return ascending(a.cost, b.cost)
}

function balanceOf(rated: readonly Rated[]): (model: Rated) => number {
  const cost = normalise(rated.map((model) => toScale(model.cost)))
  const latency = normalise(rated.map((model) => toScale(model.latencyMs)))
  const lack = normalise(rated.map((model) => -model.quality))
  return (model) =>
    BALANCE.cost * cost(toScale(model.cost)) +
    BALANCE.latency * latency(toScale(model.latencyMs)) +
    BALANCE.quality * lack(-model.quality)
}

/** To 0 for the least of the values and 1 for the greatest; to 1 for what is not known. */
function normalise(values: readonly number[]): (value: number) => number {
  const known = values.filter(Number.isFinite)
  const least = Math.min(...known)
  const range = Math.max(...known) - least
  return (value) => (Number.isFinite(value) ? (range === 0 ? 0 : (value - least) / range) : 1)
}

function toScale(value: number): number {
  return Math.log1p(value)
}

function ascending(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
