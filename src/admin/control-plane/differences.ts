import {
  CONFIG_KINDS,
  type ConfigContent,
  type ConfigDifference,
  type ConfigKind,
  type KeyRef,
} from '../../domain/control-plane.js'
import { entryOf } from './content.js'

type Field = ConfigDifference['fields'][number]

/** What changed from one content to another, by kind and name. */
export function differencesOf(before: ConfigContent, after: ConfigContent): readonly ConfigDifference[] {
  return CONFIG_KINDS.flatMap((kind) => {
    const names = new Set([...Object.keys(before[kind]), ...Object.keys(after[kind])])
    return [...names].sort().flatMap((name) => differenceOf(kind, name, before, after))
  })
}

function differenceOf(kind: ConfigKind, name: string, before: ConfigContent, after: ConfigContent): readonly ConfigDifference[] {
  const [old, next] = [entryOf(before, kind, name)?.spec, entryOf(after, kind, name)?.spec]
  const fields = fieldsOf('', old ?? {}, next ?? {})
  if (old && next && fields.length === 0) return []
  return [{ kind, name, action: !old ? 'CREATED' : !next ? 'DELETED' : 'UPDATED', fields }]
}

/** Mappings field by field, lists of mappings of the same length too; everything else as a whole. */
function fieldsOf(path: string, before: unknown, after: unknown): readonly Field[] {
  if (isSame(before, after)) return []
  if (isMapping(before) && isMapping(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names].flatMap((name) => fieldsOf(path ? `${path}.${name}` : name, before[name], after[name]))
  }
  if (isListOfMappings(before) && isListOfMappings(after) && before.length === after.length && path !== 'keys') {
    return before.flatMap((item, index) => fieldsOf(`${path}[${index}]`, item, after[index]))
  }
  return [{ path, before: show(path, before), after: show(path, after) }]
}

/** Of a key only its end. */
function show(path: string, value: unknown): unknown {
  if (path === 'keys' && Array.isArray(value)) return value.map(({ lastFour }: KeyRef) => `…${lastFour}`)
  return value ?? null
}

export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

/** The same text for the same value, in whatever order its keys were written. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      isMapping(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
    ) ?? ''
  )
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOfMappings(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.every(isMapping)
}
