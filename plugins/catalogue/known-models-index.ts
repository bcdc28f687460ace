import { baseNames } from './base-names.js'
import { KNOWN_MODELS } from './known-models.js'
import type { KnownRow } from './known-row.js'

type Shards = ReadonlyMap<string, ReadonlyMap<string, KnownRow>>

let parsed: Shards | undefined

/** The vendored catalogue by shard, and by name and alias within it; read when it is first asked for. */
function shards(): Shards {
  parsed ??= new Map(
    Object.entries(JSON.parse(KNOWN_MODELS) as Record<string, Record<string, KnownRow>>).map(([shard, rows]) => [
      shard,
      withAliases(Object.entries(rows)),
    ]),
  )
  return parsed
}

function withAliases(rows: readonly (readonly [string, KnownRow])[]): ReadonlyMap<string, KnownRow> {
  const aliases = rows.flatMap(([, row]) => (row.aliases ?? []).map((alias) => [alias, row] as const))
  return new Map([...aliases, ...rows])
}

/** The names of a shard, aliases included. */
export function namesOf(shard: string): readonly string[] {
  return [...(shards().get(shard)?.keys() ?? [])]
}

/** Dates are of one version of a model: another one's say nothing of it. */
type Dates = 'released' | 'deprecated' | 'retires'

/** What the shards know of a model: the nearest name tells first, what it leaves open the next one does. undefined when none knows it. */
export function findRow(among: readonly string[], name: string): KnownRow | undefined {
  const rows = baseNames(name).flatMap(({ name: base, dated }) =>
    among.flatMap((shard) => {
      const row = shards().get(shard)?.get(base)
      return row ? [dated ? withoutDates(row) : row] : []
    }),
  )
  return rows.length > 0 ? Object.assign({}, ...rows.reverse()) : undefined
}

function withoutDates(row: KnownRow): Omit<KnownRow, Dates> {
  const { released: _released, deprecated: _deprecated, retires: _retires, ...rest } = row
  return rest
}
