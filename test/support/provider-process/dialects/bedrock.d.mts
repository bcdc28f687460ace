import type { Dialect } from './dialect.d.mts'

export const dialect: Dialect
/** What the tests sign with. */
export const BEDROCK_KEYS: { readonly accessKeyId: string; readonly secretAccessKey: string }
/** One message of an event stream. `kind` is `event` or `exception`. */
export function encodeFrame(kind: string, type: string, body: object): Buffer
