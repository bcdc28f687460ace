import { type Cell, targetOf } from './cells.js'
import type { Place } from './faults.js'

export const HEALTHY = 'healthy/text'
export const SPARED = 'spared/text'

/** Dollars a million tokens. What the healthy target answers is 11 tokens in and 12 out. */
const PRICE = { input: '1', output: '2' }
export const HEALTHY_COST = '0.000035'

/** Of the providers that stall. All others have the long ones that Weir has by itself, so that a slow machine decides nothing. */
const SHORT = { connectMs: 5_000, firstTokenMs: 300, idleMs: 300, totalMs: 600 }
/** In the middle of an answer the first token has to be there first. */
const SHORT_IDLE = { ...SHORT, firstTokenMs: 10_000, totalMs: 20_000 }

/** Longer than a key rests that was refused for its rate, shorter than what a provider asks for by Retry-After. */
const RETRY = { attempts: 1, baseMs: 20, maxMs: 2_000 }

export type Addresses = Readonly<Record<Place, string>>

/** Copies: what is the same object twice is written to the file as an alias, of which it may have only so many. */
export function toConfiguration(cells: readonly Cell[], addresses: Addresses): object {
  const healthy = ['healthy', 'spared'].map((name) => provider(name, addresses.scenarios))
  return {
    server: { workers: 1 },
    providers: [...healthy, ...cells.map((cell) => toProvider(cell, addresses))],
    prices: Object.fromEntries([HEALTHY, SPARED, ...cells.map(targetOf)].map((model) => [model, { ...PRICE }])),
    routes: cells.map(toRoute),
  }
}

function provider(name: string, baseUrl: string) {
  return { name, kind: 'openai-compatible', baseUrl, apiKey: `sk-${name}` }
}

/** Alone the time-outs are the route's; before a healthy target they are the provider's, since the route's would hold for both. */
function toProvider(cell: Cell, addresses: Addresses): object {
  const { id, fault, shape } = cell
  return { ...provider(id, addresses[fault.place]), ...(shape !== 'alone' && timeoutsOf(cell)) }
}

function toRoute(cell: Cell): object {
  const { id, shape } = cell
  return {
    name: id,
    targets: shape === 'next' ? [targetOf(cell), HEALTHY] : [targetOf(cell)],
    retry: { ...RETRY },
    ...(shape === 'fallback' && { fallbacks: [{ on: ['ANY'], models: [HEALTHY] }] }),
    ...(shape === 'alone' && timeoutsOf(cell)),
  }
}

function timeoutsOf({ manner }: Cell): object {
  if (!manner.stalls) return {}
  return { timeouts: { ...(manner.afterContent ? SHORT_IDLE : SHORT) } }
}
