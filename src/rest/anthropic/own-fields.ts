import type { Completion } from '../../domain/completion.js'
import type { JsonObject } from '../../domain/json.js'
import { isObject } from '../read-json.js'
import { OWNER } from './provider-state.js'

/** An object among the fields of an answer that came in this dialect and has no canonical name. */
export function ownFields({ extra }: Pick<Completion, 'extra'>, name: string): JsonObject | undefined {
  const value = extra?.dialect === OWNER ? extra.fields[name] : undefined
  return isObject(value) ? value : undefined
}
