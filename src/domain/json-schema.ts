import type { Json, JsonObject } from './json.js'

/** What is wrong with a value, as sentences that hold paths and no values; empty when nothing is. */
export type ValidateJson = (value: Json) => Promise<readonly string[]>

/** @throws {GatewayError} INVALID_REQUEST when the schema is not one, is too large, or refers to what is outside it */
export type CompileSchema = (schema: JsonObject) => Promise<ValidateJson>
