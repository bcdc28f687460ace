import type { Modality } from '../../src/plugin-api.js'
import type { KnownRow } from './known-row.js'

/** The part that is read of a model in the package of the model catalogue. */
export interface SourceModel {
  readonly id: string
  readonly name: string | null
  readonly aliases: readonly string[]
  readonly release_date: string | null
  readonly limits: { readonly context?: number | null; readonly output?: number | null } | null
  readonly cost: Readonly<Record<'input' | 'output' | 'cache_read' | 'cache_write', number | null | undefined>> | null
  readonly modalities: { readonly input: readonly string[] | null; readonly output: readonly string[] | null } | null
  readonly capabilities: {
    readonly chat: boolean
    readonly embeddings: boolean | object
    readonly reasoning: { readonly enabled: boolean | null }
    readonly rerank: boolean
    readonly tools: { readonly enabled?: boolean | null; readonly parallel?: boolean | null }
    readonly json: { readonly schema?: boolean | null }
    readonly caching?: { readonly type: string | null } | null
  } | null
  readonly lifecycle: { readonly deprecated_at?: string | null; readonly retires_at?: string | null } | null
  readonly extra: Readonly<Record<string, unknown>> | null
}

const MODALITIES: Readonly<Record<string, Modality>> = {
  text: 'text',
  image: 'image',
  audio: 'audio',
  video: 'video',
  pdf: 'file',
}

/** undefined for a model of which only its name is known. */
export function toKnownRow(model: SourceModel): [string, KnownRow] | undefined {
  const { limits, capabilities, lifecycle, extra, modalities } = model
  const embeds = Boolean(capabilities?.embeddings) || undefined
  const reranks = capabilities?.rerank || undefined
  const moderates = /moderation/.test(model.id) || undefined
  const chats = !embeds && !reranks && !moderates
  const schema = chats ? schemaOf(model) : undefined
  const row: KnownRow = {
    title: model.name ?? undefined,
    aliases: model.aliases.length > 0 ? model.aliases : undefined,
    context: limits?.context || undefined,
    output: (chats && limits?.output) || undefined,
    in: toModalities(modalities?.input),
    out: embeds ? undefined : toModalities(modalities?.output),
    tools: chats ? (capabilities?.tools.enabled ?? undefined) : undefined,
    parallel: chats && capabilities?.tools.enabled ? (capabilities.tools.parallel ?? undefined) : undefined,
    schema,
    reasoning: chats ? (capabilities?.reasoning.enabled ?? undefined) : undefined,
    cache: capabilities?.caching?.type || model.cost?.cache_read ? true : undefined,
    embeds,
    reranks,
    moderates,
    noTemperature: chats && extra?.['temperature'] === false && limits?.output ? true : undefined,
    released: toDay(model.release_date),
    deprecated: toDay(lifecycle?.deprecated_at),
    retires: toDay(lifecycle?.retires_at),
    cost: toCost(model.cost),
  }
  const said = Object.entries(row).filter(([, value]) => value !== undefined)
  return said.length > 0 ? [model.id, Object.fromEntries(said)] : undefined
}

/** The package's own flag is false where it was never told; the other one is a statement. */
function schemaOf({ capabilities, extra }: SourceModel): boolean | undefined {
  if (capabilities?.json.schema || extra?.['structured_output'] === true) return true
  return extra?.['structured_output'] === false ? false : undefined
}

function toModalities(names: readonly string[] | null | undefined): Modality[] | undefined {
  const known = (names ?? []).flatMap((name) => MODALITIES[name] ?? [])
  return known.length > 0 ? known : undefined
}

function toDay(date: string | null | undefined): string | undefined {
  return date && /^\d{4}-\d{2}-\d{2}/.test(date) ? date.slice(0, 10) : undefined
}

/** All zero is a plan or a preview, not a price. */
function toCost(cost: SourceModel['cost']): KnownRow['cost'] {
  if (!cost || !(cost.input || cost.output)) return undefined
  const rates = { in: cost.input, out: cost.output, read: cost.cache_read, write: cost.cache_write }
  return Object.fromEntries(Object.entries(rates).filter(([, rate]) => typeof rate === 'number'))
}
