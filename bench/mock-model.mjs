/**
 * The mock reads what to do out of the model's name, so that nothing has to be arranged between processes: `bench` and then, each with a
 * number, `l` latency in ms before the first byte, `t` tokens, `p` pause in ms between tokens (paced), `w` events in one write (saturated).
 * `bench-t100-p20`: 100 tokens, one each 20 ms.
 */
export function toModelName({ latencyMs = 0, tokens, pauseMs = 0, eventsPerWrite = 1 }) {
  return `bench-l${latencyMs}-t${tokens}-p${pauseMs}-w${eventsPerWrite}`
}

const FIELDS = { l: 'latencyMs', t: 'tokens', p: 'pauseMs', w: 'eventsPerWrite' }

/** Null when the name is none of ours. */
export function parseModelName(name, defaults = {}) {
  if (!/^bench(-[ltpw]\d{1,6})*$/.test(name)) return null
  const plan = { latencyMs: 0, tokens: 16, pauseMs: 0, eventsPerWrite: 1, ...defaults }
  for (const [, letter, digits] of name.matchAll(/-([ltpw])(\d+)/g)) plan[FIELDS[letter]] = Number(digits)
  return { ...plan, eventsPerWrite: Math.max(1, plan.eventsPerWrite) }
}

/** Finds the name in a request's bytes without parsing JSON: the mock must stay cheaper than what it serves. */
export function findModelName(body) {
  const start = body.indexOf('bench')
  if (start < 0) return ''
  return body.toString('latin1', start, body.indexOf('"', start))
}
