import type { EmbedRequest, Json, RerankRequest } from '../../../src/plugin-api.js'

export interface FieldRules {
  /** Said by the request or decided by the gateway. */
  readonly ours: ReadonlySet<string>
  /** The dialect whose door callers come through, and Voyage's names that are taken from it. */
  readonly near: { readonly dialect: string; readonly names: ReadonlySet<string> }
}

export interface OwnFields {
  readonly fields: Readonly<Record<string, Json>>
  /** What stays behind, for a warning. */
  readonly lost: readonly string[]
}

/** The fields of a request that have no name of ours and go on to Voyage. */
export function ownFields({ extra }: Pick<EmbedRequest | RerankRequest, 'extra'>, { ours, near }: FieldRules): OwnFields {
  if (!extra) return { fields: {}, lost: [] }
  const isTaken = ([name]: [string, Json]) =>
    extra.dialect === 'voyage' ? !ours.has(name) : extra.dialect === near.dialect && near.names.has(name)
  const all = Object.entries(extra.fields)
  return {
    fields: Object.fromEntries(all.filter(isTaken)),
    lost: all.filter((entry) => !isTaken(entry)).map(([name]) => `extra.${name}`),
  }
}
