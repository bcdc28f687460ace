import type { Warning } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { warningsOf } from '../domain/fit-request.js'

/**
 * Said otherwise as well, or of no consequence elsewhere: whether a vendor stores the answer, what a stream shows besides, thought that `reasoning` asks
 * for, state that is always kept.
 */
const HARMLESS = new Set(['store', 'stream_options', 'thinking', 'output_config', 'include', 'truncation'])

/**
 * The request without fields that only another wire format knows.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER when the request asks for an error instead of a warning
 */
export function leaveOutForeignExtra(
  request: CompletionRequest,
  dialects: readonly string[] | undefined,
): { readonly request: CompletionRequest; readonly warnings: readonly Warning[] } {
  const { extra } = request
  if (!extra || !dialects || dialects.includes(extra.dialect)) return { request, warnings: [] }
  const lost = Object.keys(extra.fields).filter((name) => !HARMLESS.has(name))
  // Whose words the request is in still matters to the extras of its parts, and some headers to other hosts of a vendor's models.
  return {
    request: { ...request, extra: { ...extra, fields: {} } },
    warnings: warningsOf(
      request,
      lost.map((name) => `extra.${name}`),
    ),
  }
}
