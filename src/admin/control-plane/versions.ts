import {
  CONFIG_KINDS,
  type ConfigContent,
  type ConfigDifference,
  type ConfigEntry,
  type ConfigKind,
  type ConfigSpecs,
  EMPTY_CONTENT,
} from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Principal } from '../../domain/principal.js'
import type { ChangeOptions, ConfigResult } from '../control-plane.js'
import { commitChange } from './commit-change.js'
import { type Author, entryOf, nextEntry } from './content.js'
import type { ControlPlaneOptions } from './control-plane-options.js'
import { differencesOf, isSame } from './differences.js'

export async function diffVersions(
  { configs }: ControlPlaneOptions,
  { organizationId }: Principal,
  from: number,
  to: number | undefined,
): Promise<readonly ConfigDifference[]> {
  const before = await contentOf(configs, organizationId, from, 'from')
  const after =
    to === undefined
      ? ((await configs.latest(organizationId))?.content ?? EMPTY_CONTENT)
      : await contentOf(configs, organizationId, to, 'to')
  return differencesOf(before, after)
}

export async function rollBack(
  options: ControlPlaneOptions,
  principal: Principal,
  version: number,
  changeOptions?: ChangeOptions,
): Promise<ConfigResult> {
  const wanted = await contentOf(options.configs, principal.organizationId, version, 'version')
  const {
    differences,
    dryRun,
    version: next,
  } = await commitChange(
    options,
    principal,
    {
      summary: `rolled back to ${version}`,
      apply: (content) => ({ content: renew(content, wanted, { keyId: principal.keyId, at: new Date(options.now()) }) }),
    },
    changeOptions,
  )
  return { declared: null, differences, dryRun, version: next }
}

async function contentOf(
  configs: ControlPlaneOptions['configs'],
  organizationId: string,
  version: number,
  path: string,
): Promise<ConfigContent> {
  if (version === 0) return EMPTY_CONTENT
  const found = await configs.find(organizationId, version)
  if (found) return found.content
  throw new GatewayError('NOT_FOUND', `There is no version ${version} of the configuration any more, or not yet.`, { path })
}

/** The wanted specs, as changes of what is present: a version that someone has read never comes to mean something else. */
function renew(present: ConfigContent, wanted: ConfigContent, author: Author): ConfigContent {
  return Object.fromEntries(
    CONFIG_KINDS.map((kind) => [
      kind,
      Object.fromEntries(
        Object.entries(wanted[kind]).map(([name, entry]) => [name, renewed(present, kind, name, entry, author)]),
      ),
    ]),
  ) as unknown as ConfigContent
}

function renewed<Kind extends ConfigKind>(
  present: ConfigContent,
  kind: Kind,
  name: string,
  wanted: ConfigEntry<ConfigSpecs[Kind]>,
  author: Author,
): ConfigEntry<ConfigSpecs[Kind]> {
  const entry = entryOf(present, kind, name)
  if (entry && isSame(entry.spec, wanted.spec)) return entry
  const latest = entry && entry.version > wanted.version ? entry : wanted
  return { ...nextEntry(latest, wanted.spec, author), createdAt: wanted.createdAt }
}
