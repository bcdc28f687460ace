import type { ConfigContent, ConfigEntry, ConfigKind, ConfigSpecs, KeyRef } from '../../domain/control-plane.js'

export function nameOf(spec: ConfigSpecs[ConfigKind]): string {
  return 'id' in spec ? spec.id : spec.name
}

export function keysOf(spec: ConfigSpecs[ConfigKind]): readonly KeyRef[] {
  return ('keys' in spec && spec.keys) || []
}

/** A name may be that of a property that every object has. */
export function entryOf<Kind extends ConfigKind>(
  content: ConfigContent,
  kind: Kind,
  name: string,
): ConfigEntry<ConfigSpecs[Kind]> | undefined {
  return Object.hasOwn(content[kind], name) ? content[kind][name] : undefined
}

export function specsOf<Kind extends ConfigKind>(content: ConfigContent, kind: Kind): readonly ConfigSpecs[Kind][] {
  return Object.values(content[kind]).map(({ spec }) => spec as ConfigSpecs[Kind])
}

export function withEntry<Kind extends ConfigKind>(
  content: ConfigContent,
  kind: Kind,
  entry: ConfigEntry<ConfigSpecs[Kind]>,
): ConfigContent {
  return { ...content, [kind]: { ...content[kind], [nameOf(entry.spec)]: entry } }
}

export function withoutEntry(content: ConfigContent, kind: ConfigKind, name: string): ConfigContent {
  const { [name]: _, ...others } = content[kind] as Readonly<Record<string, unknown>>
  return { ...content, [kind]: others }
}

export interface Author {
  readonly keyId: string
  readonly at: Date
}

/** As it is after a change. */
export function nextEntry<Spec>(before: ConfigEntry<Spec> | undefined, spec: Spec, { keyId, at }: Author): ConfigEntry<Spec> {
  return { spec, version: (before?.version ?? 0) + 1, createdAt: before?.createdAt ?? at, updatedAt: at, updatedBy: keyId }
}
