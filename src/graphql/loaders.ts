import type DataLoader from 'dataloader'
import type { CallBody, CallRecord } from '../domain/call-record.js'
import type { Model } from '../domain/snapshot.js'
import { createModelLoader } from './catalog/model.loader.js'
import { createCallBodyLoader, createCallLoader } from './inference/completion.loader.js'
import type { LoaderSource } from './loader-source.js'

export interface Loaders {
  readonly calls: DataLoader<string, CallRecord | null>
  readonly callBodies: DataLoader<string, CallBody | null>
  readonly models: DataLoader<string, Model | null>
}

export function createLoaders(source: LoaderSource): Loaders {
  return { calls: createCallLoader(source), callBodies: createCallBodyLoader(source), models: createModelLoader(source) }
}
