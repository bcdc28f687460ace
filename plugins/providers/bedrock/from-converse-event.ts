import type { Json, JsonObject, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import type { StreamReader } from '../../provider-transport/read-stream.js'
import { toBedrockError } from './bedrock-error.js'
import type { Frame } from './event-stream-decoder.js'
import { type BlockReader, createBlockReader } from './from-block.js'
import { toFinish } from './to-finish.js'
import { toSafetyRatings } from './to-safety-ratings.js'
import { toUsage } from './to-usage.js'

export interface ReaderOptions {
  /** The name of the provider, for messages. */
  readonly provider: string
  /** Under which name signatures return to the model. */
  readonly owner: string
}

type Wire = Readonly<Record<string, unknown>>

/**
 * Turns the events of ConverseStream into ours. A buffered answer is read as the events that its stream would have had, so that both cannot differ.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html
 */
export function createConverseReader({ provider, owner }: ReaderOptions): StreamReader<Frame> {
  const blocks: BlockReader = createBlockReader(provider, owner)
  const extra: Record<string, Json> = {}
  let finished = false

  function readStop(body: Wire, out: ProviderEvent[]): void {
    finished = true
    blocks.end(out)
    const fields = body['additionalModelResponseFields']
    out.push(toFinish(body['stopReason'], fields))
    if (fields != null) extra['additionalModelResponseFields'] = fields as Json
  }

  function readMetadata(body: Wire, out: ProviderEvent[]): void {
    const usage = toUsage(body['usage'])
    if (usage) out.push({ type: 'usage', usage })
    const ratings = toSafetyRatings(body['trace'])
    if (ratings.length > 0) out.push({ type: 'safety', ratings })
    for (const name of ['metrics', 'performanceConfig', 'serviceTier', 'trace']) {
      if (body[name] != null) extra[name] = body[name] as Json
    }
  }

  return {
    read({ kind, type, body }, out) {
      if (kind === 'exception') throw toBedrockError(provider, { type, body })
      const wire = toRecord(provider, body)
      if (type === 'messageStop') readStop(wire, out)
      else if (type === 'metadata') readMetadata(wire, out)
      else blocks.read(type, wire, out)
      return finished && type === 'metadata'
    },
    end(out) {
      if (!finished) throw cutAnswer(provider)
      if (Object.keys(extra).length > 0)
        out.push({ type: 'extra', dialect: 'bedrock', fields: extra as JsonObject as Record<string, Json> })
    },
  }
}

function toRecord(provider: string, value: unknown): Wire {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Wire
  throw badAnswer(provider, 'something that is not of the Converse API')
}
