import { type Fields, RawDocument } from '../bson/raw-document.js'
import type { Document, Value } from '../bson/values.js'
import { refuse } from '../errors.js'

export type Item = RawDocument | Document

/** Computes a value from a document; `undefined` is a missing one. */
export type Expression = (document: Fields) => Value | undefined

export function toDocument(item: Fields): Document {
  if (item instanceof Map) return item as Document
  return item instanceof RawDocument ? item.decode() : refuse('$$ROOT here')
}
