import { FAULTS, FEATURES } from './features.js'
import type { Impossible } from './impossible.js'

export interface Cell {
  readonly client: string
  readonly kind: string
  readonly feature: string
  readonly stream: boolean
  outcome: 'passed' | 'failed'
}

/** Rows are providers, columns are clients; a number is how many of the cells passed. */
export function toTable(cells: readonly Cell[], impossible: readonly Impossible[]): string {
  const clients = [...new Set(cells.map(({ client }) => client))]
  const kinds = [...new Set(cells.map(({ kind }) => kind))]
  const row = (kind: string) => {
    const columns = clients.map((client) => {
      const own = cells.filter((cell) => cell.client === client && cell.kind === kind)
      return `${own.filter(({ outcome }) => outcome === 'passed').length} of ${own.length}`
    })
    return `| ${[kind, ...columns].join(' | ')} |`
  }
  const passed = cells.filter(({ outcome }) => outcome === 'passed').length
  const missing = impossible.reduce(
    (sum, cell) => sum + (cell.client ? 1 : clients.length) * (cell.kind ? 1 : kinds.length) * 2,
    0,
  )
  return [
    `Features: ${FEATURES.join(', ')}; faults: ${FAULTS.join(', ')}; each buffered and streamed; and a stream that is cut.`,
    '',
    `| provider | ${clients.join(' | ')} |`,
    `| --- | ${clients.map(() => '---').join(' | ')} |`,
    ...kinds.map(row),
    '',
    `${passed} of ${cells.length} cells passed. ${missing} cells (${((100 * missing) / (cells.length + missing)).toFixed(1)} %) cannot exist:`,
    ...impossible.map(
      ({ kind = 'every provider', client = 'every client', feature, why, document }) =>
        `- ${feature}, ${client}, ${kind}: ${why} (${document})`,
    ),
  ].join('\n')
}
