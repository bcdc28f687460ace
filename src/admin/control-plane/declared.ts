import type { ConfigContent, ConfigEntry, ConfigKind, ConfigSpecs } from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Declared } from '../control-plane.js'
import { entryOf, nameOf } from './content.js'

export function toDeclared<Kind extends ConfigKind>(kind: Kind, entry: ConfigEntry<ConfigSpecs[Kind]>): Declared<Kind> {
  return { kind, name: nameOf(entry.spec), managedBy: 'API', version: entry.version, spec: entry.spec, entry }
}

/** Ordered by name. What the file or the environment declares wins over the API. */
export function listDeclared<Kind extends ConfigKind>(
  kind: Kind,
  content: ConfigContent,
  elsewhere: readonly Declared[],
): readonly Declared<Kind>[] {
  const entries = Object.values(content[kind]) as ConfigEntry<ConfigSpecs[Kind]>[]
  const byName = new Map(entries.map((entry) => [nameOf(entry.spec), toDeclared(kind, entry)]))
  for (const declared of elsewhere) if (isOfKind(declared, kind)) byName.set(declared.name, declared)
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function findDeclared<Kind extends ConfigKind>(
  kind: Kind,
  name: string,
  content: ConfigContent,
  elsewhere: readonly Declared[],
): Declared<Kind> | null {
  const found = findElsewhere(kind, name, elsewhere)
  if (found) return found
  const entry = entryOf(content, kind, name)
  return entry ? toDeclared(kind, entry) : null
}

export function findElsewhere<Kind extends ConfigKind>(
  kind: Kind,
  name: string,
  elsewhere: readonly Declared[],
): Declared<Kind> | undefined {
  return elsewhere.find((declared): declared is Declared<Kind> => isOfKind(declared, kind) && declared.name === name)
}

function isOfKind<Kind extends ConfigKind>(declared: Declared, kind: Kind): declared is Declared<Kind> {
  return declared.kind === kind
}

/** @throws {GatewayError} CONFLICT when the file or the environment declares it */
export function checkManagedByApi(kind: ConfigKind, name: string, elsewhere: readonly Declared[]): void {
  const found = findElsewhere(kind, name, elsewhere)
  if (!found) return
  const where =
    found.managedBy === 'FILE'
      ? 'managed by the configuration file: change it there'
      : 'managed by the environment: it is on by its customary variable'
  throw new GatewayError('CONFLICT', `The ${kind.toLowerCase()} "${name}" is ${where}.`, { path: 'name' })
}
