/** `dispatch` without a file is the inspector's own: starting a profile takes it a fifth of a second. */
const NOT_WORK = ['(idle)', 'dispatch']

/** Self time by function, longest first, out of V8's profile: each sample is a node on top of the stack for the microseconds after it. */
export function summarizeProfile({ nodes, samples, timeDeltas }) {
  const functions = new Map(nodes.map(({ id, callFrame }) => [id, describe(callFrame)]))
  const micros = new Map()
  samples.forEach((node, index) => {
    const name = functions.get(node)
    micros.set(name, (micros.get(name) ?? 0) + Math.max(0, timeDeltas[index] ?? 0))
  })
  const idle = micros.get('(idle)') ?? 0
  for (const name of NOT_WORK) micros.delete(name)
  const busy = [...micros.values()].reduce((sum, each) => sum + each, 0)
  const rows = [...micros].map(([name, selfMicros]) => ({ name, selfMicros, share: selfMicros / busy }))
  return { idleMicros: idle, busyMicros: busy, rows: rows.sort((a, b) => b.selfMicros - a.selfMicros) }
}

/** The same rows added up by package, or by file for code that is no package's. */
export function groupByPackage(rows) {
  const groups = new Map()
  for (const { name, selfMicros, share } of rows) {
    const group = packageOf(name)
    const sum = groups.get(group) ?? { name: group, selfMicros: 0, share: 0 }
    groups.set(group, { name: group, selfMicros: sum.selfMicros + selfMicros, share: sum.share + share })
  }
  return [...groups.values()].sort((a, b) => b.selfMicros - a.selfMicros)
}

function describe({ functionName, url, lineNumber }) {
  const name = functionName || '(anonymous)'
  return url ? `${name}  ${shorten(url)}:${lineNumber + 1}` : name
}

/** From `node_modules/` on, or else from `dist/`, which many packages have too: where the tree lies says nothing. */
function shorten(url) {
  const modules = url.lastIndexOf('/node_modules/')
  const at = modules < 0 ? url.lastIndexOf('/dist/') : modules
  return at < 0 ? url : url.slice(at + 1)
}

function packageOf(name) {
  const file = name.split('  ')[1]
  if (!file) return name.startsWith('(') ? name : '(native)'
  const module = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]
  return module ?? file.replace(/:\d+$/, '')
}
