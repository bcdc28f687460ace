import type { CompletionRequest } from '../../../src/plugin-api.js'
import type { ClaudeModel } from './claude-model.js'
import type { Notes } from './notes.js'
import type { Block } from './wire.js'

/** The least that may be kept of the probability mass while Claude thinks. */
const LEAST_TOP_P_OF_THOUGHT = 0.95

/**
 * `temperature`, `top_p` and `top_k` as far as they may be set together, and with thought:
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking#feature-compatibility.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toSampling(request: CompletionRequest, { sampling }: ClaudeModel, thinks: boolean, notes: Notes): Block {
  const temperature = toTemperature(request.temperature, thinks, notes)
  const topP = toTopP(request.topP, sampling === 'one' && temperature !== undefined, thinks, notes)
  if (thinks && request.topK !== undefined) notes.lose('topK')
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(thinks || request.topK === undefined ? {} : { top_k: request.topK }),
  }
}

/** Claude's scale ends at 1, where others go to 2. */
function toTemperature(asked: number | undefined, thinks: boolean, notes: Notes): number | undefined {
  if (asked === undefined) return undefined
  if (thinks) {
    if (asked !== 1) notes.lose('temperature')
    return undefined
  }
  if (asked > 1) notes.map('temperature', 'Claude takes temperatures from 0 to 1: it was given 1.')
  return Math.min(asked, 1)
}

function toTopP(asked: number | undefined, isSecond: boolean, thinks: boolean, notes: Notes): number | undefined {
  if (asked === undefined) return undefined
  if (!isSecond && (!thinks || asked >= LEAST_TOP_P_OF_THOUGHT)) return asked
  notes.lose('topP')
  return undefined
}
