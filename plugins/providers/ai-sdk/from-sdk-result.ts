import type { ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { createPartReader, type PartReaderOptions, type SdkPart } from './from-sdk-parts.js'

interface SdkResult {
  readonly content?: unknown
  readonly finishReason?: unknown
  readonly usage?: unknown
  readonly warnings?: unknown
  readonly response?: { readonly id?: unknown; readonly modelId?: unknown } | null
}

/** The result of doGenerate as the events that its stream would have given. @throws {GatewayError} */
export function fromSdkResult(result: unknown, options: PartReaderOptions): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const reader = createPartReader(options)
  for (const part of toParts(result, options.provider)) reader.read(part, out)
  reader.end(out, false)
  return out
}

function toParts(result: unknown, provider: string): SdkPart[] {
  const { content, finishReason, usage, warnings, response } = (result ?? {}) as SdkResult
  if (!Array.isArray(content)) throw badAnswer(provider, 'without content')
  return [
    { type: 'stream-start', warnings },
    ...(response ? [{ type: 'response-metadata', id: response.id, modelId: response.modelId }] : []),
    ...content.flatMap((part: SdkPart | null, index) => toBlock(part, index)),
    { type: 'finish', finishReason, usage },
  ]
}

function toBlock(part: SdkPart | null, index: number): SdkPart[] {
  if (typeof part !== 'object' || part === null) return []
  if (part.type !== 'text' && part.type !== 'reasoning') return [part]
  const { type, text, providerMetadata } = part
  const id = String(index)
  return [
    { type: `${type}-start`, id },
    { type: `${type}-delta`, id, delta: text, providerMetadata },
    { type: `${type}-end`, id },
  ]
}
