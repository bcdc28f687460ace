import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { LRUCache } from 'lru-cache'
import { GatewayError, type Json, type JsonObject } from '../../src/plugin-api.js'

const LONGEST_SCHEMA = 256 * 1024
const DEEPEST_SCHEMA = 64
const KEPT_SCHEMAS = 500

type Validate = (value: Json) => readonly string[]

const OPTIONS = {
  // Schemas come from callers: what they add of their own is not ours to refuse.
  strict: false,
  validateFormats: false,
  logger: false,
  inlineRefs: false,
} as const

/** By the schema's JSON text: an application asks with the same few again and again. */
const kept = new LRUCache<string, Validate>({ max: KEPT_SCHEMAS })

/**
 * A validator of values against a JSON Schema of the drafts 7, 2019-09 and 2020-12 (2020-12 when it does not say). Schemas are the callers': compiling
 * one and matching its patterns may take as long as they like, so this runs in a thread of its own, see `schema-check.ts`.
 * @throws {GatewayError} INVALID_REQUEST
 */
export function compileSchema(schema: JsonObject): Validate {
  const text = JSON.stringify(schema)
  const known = kept.get(text)
  if (known) return known
  if (text.length > LONGEST_SCHEMA || depthOf(schema) > DEEPEST_SCHEMA) throw refuseSchema('is too large or too deep')
  const validate = toValidate(compile(schema))
  kept.set(text, validate)
  return validate
}

function compile(schema: JsonObject): ValidateFunction {
  try {
    return createAjv(String(schema['$schema'] ?? '')).compile(withoutDraft(schema))
  } catch (error) {
    throw refuseSchema(`cannot be used: ${reasonOf(error)}`)
  }
}

function createAjv(draft: string): Ajv {
  if (draft.includes('draft-07') || draft.includes('draft-06')) return new Ajv(OPTIONS)
  return draft.includes('2019-09') ? new Ajv2019(OPTIONS) : new Ajv2020(OPTIONS)
}

/** Its address is not looked up, and an unknown one is no reason to refuse. */
function withoutDraft({ $schema: _, ...schema }: JsonObject): JsonObject {
  return schema
}

function toValidate(compiled: ValidateFunction): Validate {
  return (value) => (compiled(value) ? [] : (compiled.errors ?? []).map(toSentence))
}

function toSentence({ instancePath, message }: ErrorObject): string {
  return `${instancePath || 'the value'} ${message ?? 'is wrong'}`
}

function depthOf(value: Json | undefined): number {
  if (typeof value !== 'object' || value === null) return 0
  let deepest = 0
  for (const inner of Object.values(value) as Json[]) deepest = Math.max(deepest, depthOf(inner))
  return deepest + 1
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'it does not compile'
}

export function refuseSchema(what: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `The JSON schema ${what}.`, { path: 'responseFormat.schema' })
}
