/** What the process remembers, within bounds. */

/** @typedef {import('./server.d.mts').LedgerEntry} LedgerEntry */

/** @param {number} keep @param {number} keepBodies */
export function createState(keep, keepBodies) {
  /** @type {Map<string, { name: string, times: number }>} */
  const scenarios = new Map()
  const state = {
    instance: Date.now().toString(36),
    count: 0,
    /** @type {Set<import('node:net').Socket>} */
    sockets: new Set(),
    /** @type {import('./server.d.mts').ProviderRequest[]} */
    requests: [],
    /** @type {LedgerEntry[]} */
    ledger: [],
    /** @type {import('./server.d.mts').ClosedConnection[]} */
    closedConnections: [],
    /** @param {string} model @param {string} name @param {number} [times] */
    setScenario(model, name, times = Number.POSITIVE_INFINITY) {
      scenarios.set(model, { name, times })
    },
    /** @param {string} model */
    takeScenario(model) {
      const set = scenarios.get(model)
      if (!set || set.times <= 0) return model
      set.times--
      return set.name
    },
    reset() {
      scenarios.clear()
      for (const list of [state.requests, state.ledger, state.closedConnections]) list.length = 0
    },
    keep,
    keepBodies,
  }
  return state
}

/** @template T @param {T[]} list @param {T} item @param {number} keep */
export function push(list, item, keep) {
  list.push(item)
  if (list.length > keep) list.shift()
}
