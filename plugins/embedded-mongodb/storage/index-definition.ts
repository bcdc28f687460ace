import type { Document } from '../bson/values.js'

/** An index as the catalog keeps it. `multikey` and `truncated` are set by the first document that needs them and stay. */
export interface IndexDefinition {
  name: string
  space: number
  fields: { path: string; parts: readonly string[]; descending: boolean }[]
  /** For each of the fields. */
  descending: boolean[]
  /** The key as it was asked for, types of its numbers included. */
  key: Document
  unique: boolean
  sparse: boolean
  expireAfterSeconds: number | null
  multikey: boolean
  truncated: boolean
}
