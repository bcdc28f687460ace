import {
  CONFIG_KINDS,
  type ConfigContent,
  type ConfigEntry,
  type ConfigKind,
  type ConfigSpecs,
} from '../../domain/control-plane.js'
import type { Principal } from '../../domain/principal.js'
import type { ChangeOptions, ConfigResult } from '../control-plane.js'
import { checkSettings } from './check-settings.js'
import { type Changed, commitChange, type FreshKey } from './commit-change.js'
import { type Author, entryOf, keysOf, nameOf, nextEntry } from './content.js'
import type { ControlPlaneOptions, ParsedFile, ParsedSpec } from './control-plane-options.js'
import { toFresh, withKeys } from './create-entry.js'
import { checkManagedByApi, findElsewhere } from './declared.js'
import { isSame } from './differences.js'

export async function applyFile(
  options: ControlPlaneOptions,
  principal: Principal,
  yaml: string,
  changeOptions?: ChangeOptions,
): Promise<ConfigResult> {
  const file = options.parseFile(yaml)
  for (const { spec } of CONFIG_KINDS.flatMap((kind): readonly ParsedSpec[] => file[kind])) checkSettings(spec)
  const { differences, dryRun, version } = await commitChange(
    options,
    principal,
    { summary: 'applied a file', apply: (content) => toContent(options, principal, file, content) },
    changeOptions,
  )
  return { declared: null, differences, dryRun, version }
}

/** The content that the file says: what it does not name is gone. */
async function toContent(
  options: ControlPlaneOptions,
  { organizationId, keyId }: Principal,
  file: ParsedFile,
  before: ConfigContent,
): Promise<Changed> {
  const author = { keyId, at: new Date(options.now()) }
  const fresh: FreshKey[] = []
  const entriesOf = async <Kind extends ConfigKind>(kind: Kind) => {
    const entries: Record<string, ConfigEntry<ConfigSpecs[Kind]>> = {}
    for (const parsed of file[kind]) {
      const name = nameOf(parsed.spec)
      if (isDeclaredAlike(options, kind, parsed.spec)) continue
      checkManagedByApi(kind, name, options.declared())
      const { entry, keys } = await toEntry(options, organizationId, entryOf(before, kind, name), parsed, author)
      entries[name] = entry
      fresh.push(...keys)
    }
    return entries
  }
  const content = {
    PROVIDER: await entriesOf('PROVIDER'),
    DEPLOYMENT: await entriesOf('DEPLOYMENT'),
    MODEL: await entriesOf('MODEL'),
    ROUTE: await entriesOf('ROUTE'),
  }
  return { content, fresh }
}

/** One file may serve as the gateway's own and be applied: what it declares already needs no word of the API. */
function isDeclaredAlike(options: ControlPlaneOptions, kind: ConfigKind, spec: ConfigSpecs[ConfigKind]): boolean {
  const elsewhere = findElsewhere(kind, nameOf(spec), options.declared())
  return elsewhere?.managedBy === 'FILE' && isSame(withKeys(elsewhere.spec, []), withKeys(spec, []))
}

async function toEntry<Spec extends ConfigSpecs[ConfigKind]>(
  options: ControlPlaneOptions,
  organizationId: string,
  before: ConfigEntry<Spec> | undefined,
  { spec, apiKeys }: { readonly spec: Spec; readonly apiKeys: readonly string[] | undefined },
  author: Author,
): Promise<{ readonly entry: ConfigEntry<Spec>; readonly keys: readonly FreshKey[] }> {
  const kept = before ? keysOf(before.spec) : []
  const keeps = apiKeys === undefined || (await options.vault.matches(organizationId, kept, apiKeys))
  const keys = keeps ? [] : toFresh(options, apiKeys)
  const whole = withKeys(spec, keeps ? kept : keys.map(({ ref }) => ref))
  const entry = before && isSame(before.spec, whole) ? before : nextEntry(before, whole, author)
  return { entry, keys }
}
