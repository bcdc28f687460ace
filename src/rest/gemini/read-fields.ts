import type { Json, JsonObject } from '../../domain/json.js'
import { readObject, setField } from '../read-json.js'

/** An object of the interface with its fields in camel case: Google takes `systemInstruction` and `system_instruction` alike. */
export function readFields(value: unknown, path: string): JsonObject {
  const object = readObject(value, path)
  let renamed: Record<string, Json> | undefined
  for (const key in object) {
    if (!key.includes('_')) continue
    renamed = {}
    break
  }
  if (!renamed) return object
  for (const key in object) setField(renamed, toCamelCase(key), object[key] as Json)
  return renamed
}

export function toCamelCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
