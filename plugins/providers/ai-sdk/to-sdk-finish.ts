import { type FinishEvent, type FinishReason, GatewayError } from '../../../src/plugin-api.js'

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'STOP',
  length: 'LENGTH',
  'content-filter': 'CONTENT_FILTER',
  'tool-calls': 'TOOL_CALLS',
}

interface Finish {
  readonly unified: string
  readonly native: string | undefined
}

/** V2 has a word, V3 an object of ours and the vendor's. */
function readFinish(reason: unknown): Finish {
  if (typeof reason === 'string') return { unified: reason, native: reason }
  const { unified, raw } = (reason ?? {}) as { unified?: unknown; raw?: unknown }
  return { unified: typeof unified === 'string' ? unified : 'other', native: typeof raw === 'string' ? raw : undefined }
}

/** Packages end a stream that was cut with a finish that has no reason: it is the word that they begin with. */
export function isCut(reason: unknown): boolean {
  const { unified, native } = readFinish(reason)
  return unified === 'unknown' || (unified === 'other' && native === undefined)
}

/** @throws {GatewayError} PROVIDER_ERROR when the generation failed */
export function toSdkFinish(provider: string, reason: unknown, hasCalls: boolean): FinishEvent {
  const { unified, native } = readFinish(reason)
  if (unified === 'error') throw new GatewayError('PROVIDER_ERROR', `Provider "${provider}" failed while it was answering.`)
  const ours = Object.hasOwn(REASONS, unified) ? REASONS[unified]! : 'OTHER'
  return {
    type: 'finish',
    reason: ours === 'STOP' && hasCalls ? 'TOOL_CALLS' : ours,
    ...(native === undefined ? {} : { nativeReason: native.slice(0, 200) }),
  }
}
