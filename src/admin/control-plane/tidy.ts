import type { ConfigContent, StoredConfig } from '../../domain/control-plane.js'
import { keysOf, specsOf } from './content.js'
import type { ControlPlaneOptions } from './control-plane-options.js'

export const KEPT_VERSIONS = 1_000
/** Reading every version that is kept is worth it now and then only. */
const COLLECT_EVERY = 100
/** A credential is kept before the version that refers to it. */
const YOUNG_MS = 3_600_000
const PAGE = 100

/** Deletes the oldest versions, and now and then the credentials that no version refers to any more. */
export async function tidy(options: ControlPlaneOptions, { organizationId, version }: StoredConfig): Promise<void> {
  if (version > KEPT_VERSIONS) await options.configs.prune(organizationId, KEPT_VERSIONS)
  if (version % COLLECT_EVERY === 0) await collectCredentials(options, organizationId)
}

async function collectCredentials({ configs, vault, now }: ControlPlaneOptions, organizationId: string): Promise<void> {
  const before = new Date(now() - YOUNG_MS)
  const used = new Set<string>()
  let last: number | undefined
  for (;;) {
    const { items, hasNextPage } = await configs.list(organizationId, {
      first: PAGE,
      ...(last !== undefined && { before: last }),
    })
    for (const { version } of items) {
      const stored = await configs.find(organizationId, version)
      if (stored) for (const id of credentialsOf(stored.content)) used.add(id)
    }
    last = items.at(-1)?.version
    if (!hasNextPage || last === undefined) break
  }
  await vault.deleteUnused(organizationId, used, before)
}

/** The ids of the credentials that a content refers to. */
export function credentialsOf(content: ConfigContent): readonly string[] {
  return [...specsOf(content, 'PROVIDER'), ...specsOf(content, 'DEPLOYMENT')].flatMap((spec) => keysOf(spec).map(({ id }) => id))
}
