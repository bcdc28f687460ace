/**
 * The world that strategies are measured in. None of it knows of strategies; each seed draws another world from the ranges below, prices
 * independently of speed and of reliability, and all strategies meet the same world and the same callers.
 *
 * Five deployments of models that serve the same route. Of each is drawn:
 * - the median time to first token, 250 to 1,250 ms (each doubling as likely), log-normal around it (sigma 0.35), plus 50 us for each input token
 *   that no cache served; the median grows with its own load, by a quarter at its rate limit, by the whole at twice that (1 + (running / limit)^2 / 4);
 * - a drift of that median by 10 to 50 % up and down, in 5 to 20 minutes;
 * - spikes of 5 to 20 s, every 3 minutes on average: 2 to 5 times slower;
 * - 50 to 120 tokens a second once it answers;
 * - the price, $0.25 to $4 per million input tokens (each doubling as likely), output 4 to 5 times that, cached input 10 to 50 % of it; writing to the
 *   cache costs nothing;
 * - errors before the first token, 0.1 to 1 %, and cuts after it, 0.02 to 0.2 %, which nobody can repair; bursts of 20 to 60 s, every 6 minutes on
 *   average, with 10 to 50 % errors and 0.5 to 3 % cuts;
 * - a rate limit of 35 to 100 % of the mean demand, as a bucket of one minute; answers tell what is left, beyond it is a 429;
 * - a prompt cache: a prefix of 1,024 tokens or more is kept 5 minutes after its last use, at this deployment alone.
 *
 * One deployment browns out for 3 minutes (4 to 8 times slower). Two others fail wholly for 60 to 120 s: each either refuses at once or lets
 * calls wait until they time out.
 */
import { Random } from './random.js'
import type { Episode, Nature } from './simulated-deployment.js'

const DEPLOYMENTS = ['north', 'east', 'south', 'west', 'centre'] as const

/** Long enough for every run to end in it. */
const HORIZON_MS = 3_600_000

export interface World {
  readonly natures: readonly Nature[]
  readonly outages: readonly { readonly id: string; readonly from: number; readonly to: number }[]
}

export function createWorld(seed: number, callsPerSecond: number): World {
  const random = new Random(seed * 7919 + 1)
  const natures = DEPLOYMENTS.map((id) => createNature(id, random, callsPerSecond))
  const afflicted = shuffle(natures, random)
  const browning = afflicted[0]!
  browning.slow.push(episode(random.between(900_000, 1_000_000), 180_000, random.between(4, 8)))
  const outages = [500_000, 1_200_000].map((at, index) => {
    const nature = afflicted[index + 1]!
    const outage = episode(random.between(at, at + 100_000), random.between(60_000, 120_000), random.next() < 0.5 ? 1 : 0)
    nature.outages.push(outage)
    return { id: nature.id, from: outage.from, to: outage.to }
  })
  return { natures, outages }
}

function createNature(id: string, random: Random, callsPerSecond: number): Nature {
  const inputDollars = random.logBetween(0.25, 4)
  return {
    id,
    medianMs: random.logBetween(250, 1_250),
    drift: { depth: random.between(0.1, 0.5), periodMs: random.between(300_000, 1_200_000), phase: random.next() },
    slow: episodes(random, 180_000, [5_000, 20_000], [2, 5]),
    tokensPerSecond: random.between(50, 120),
    dollars: {
      input: inputDollars,
      output: inputDollars * random.between(4, 5),
      cacheRead: inputDollars * random.between(0.1, 0.5),
    },
    errorRate: random.logBetween(0.001, 0.01),
    cutRate: random.logBetween(0.0002, 0.002),
    errorBursts: episodes(random, 360_000, [20_000, 60_000], [0.1, 0.5]),
    outages: [],
    requestsPerMinute: Math.round(60 * callsPerSecond * random.between(0.35, 1)),
  }
}

function episodes(random: Random, everyMs: number, lasting: [number, number], strength: [number, number]): Episode[] {
  const all: Episode[] = []
  for (let at = random.exponential(everyMs); at < HORIZON_MS; at += random.exponential(everyMs)) {
    all.push(episode(at, random.between(...lasting), random.between(...strength)))
  }
  return all
}

function episode(from: number, lastsMs: number, strength: number): Episode {
  return { from, to: from + lastsMs, strength }
}

function shuffle<Value>(values: readonly Value[], random: Random): Value[] {
  return values
    .map((value) => ({ value, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}
