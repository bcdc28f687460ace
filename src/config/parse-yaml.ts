import { LineCounter, parseDocument } from 'yaml'
import type { Tree } from './interpolate.js'
import type { Problem } from './problem.js'

/** YAML to plain values. Problems name line and column and never quote the file, which may hold secrets. */
export function parseYaml(text: string): { readonly tree: Tree; readonly problems: readonly Problem[] } {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { prettyErrors: false, lineCounter })
  if (document.errors.length === 0) return toTree(() => document.toJS({ maxAliasCount: 100 }))
  const problems = document.errors.slice(0, 10).map(({ code, pos }) => {
    const { line, col } = lineCounter.linePos(pos[0])
    return { path: `line ${line}, column ${col}`, message: `this is not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})` }
  })
  return { tree: undefined, problems }
}

function toTree(read: () => unknown): { readonly tree: Tree; readonly problems: readonly Problem[] } {
  try {
    return { tree: read(), problems: [] }
  } catch {
    return {
      tree: undefined,
      problems: [{ path: 'the file', message: 'an alias (*name) has no anchor (&name), or there are too many' }],
    }
  }
}
