import type DataLoader from 'dataloader'
import { createCachedLoader } from 'dataloader-cache'
import type { Model } from '../../domain/snapshot.js'
import type { LoaderSource } from '../loader-source.js'

/** Without a shared cache: the catalogue is in memory already, and what a principal may see of it differs. */
export function createModelLoader({ admin, principal }: LoaderSource): DataLoader<string, Model | null> {
  return createCachedLoader({ load: async (ids: readonly string[]) => admin.findModels(principal, ids, { known: true }) })
}
