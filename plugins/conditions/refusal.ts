import { GatewayError } from '../../src/plugin-api.js'
import { nearest } from './nearest.js'

/** Why a condition cannot be accepted; `at` counts from 0. */
export function refusal(source: string, at: number, what: string, cause?: unknown): GatewayError {
  return new GatewayError('INVALID_REQUEST', `condition, ${placeOf(source, at)}: ${what}`, { cause })
}

/** The place as an editor counts: from 1, with the line where there are several. */
export function placeOf(source: string, at: number): string {
  const before = source.slice(0, at).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  return source.includes('\n') ? `line ${before.length}, character ${column}` : `character ${column}`
}

/** `; did you mean "tools"?`, where a known name is near, else what there is. */
export function suggestion(written: string, known: readonly string[]): string {
  const near = nearest(written, known)
  return near === undefined ? `; there is ${known.join(', ')}` : `; did you mean "${near}"?`
}
