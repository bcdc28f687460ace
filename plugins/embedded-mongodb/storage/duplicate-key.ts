import { bsonType, type Document, Int32, Opaque, UtcDate, type Value } from '../bson/values.js'
import { CommandError } from '../errors.js'

/** E11000 in MongoDB's shape: clients read `keyPattern` and `keyValue`, some still the text. */
export class DuplicateKeyError extends CommandError {
  constructor(
    namespace: string,
    indexName: string,
    readonly keyPattern: Document,
    readonly keyValue: Document,
  ) {
    super(11000, `E11000 duplicate key error collection: ${namespace} index: ${indexName} dup key: ${describe(keyValue)}`)
  }
}

export function describe(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Int32) return String(value.value)
  if (value instanceof UtcDate) return `new Date(${value.ms})`
  if (value instanceof Map) return `{ ${[...value].map(([name, inner]) => `${name}: ${describe(inner)}`).join(', ')} }`
  if (Array.isArray(value)) return `[ ${value.map(describe).join(', ')} ]`
  if (!(value instanceof Opaque)) return String(value)
  if (value.type === bsonType.objectId) return `ObjectId('${value.bytes.toString('hex')}')`
  return value.type === bsonType.binData
    ? `BinData(${value.bytes[4]}, ${value.bytes.toString('hex', 5).toUpperCase()})`
    : 'a value'
}
