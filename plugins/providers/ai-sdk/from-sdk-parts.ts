import type { Citation, GatewayError, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import { type BlockPart, createBlockReader } from './sdk-blocks.js'
import { type CallPart, createCallReader } from './sdk-tool-calls.js'
import { toJson } from './state.js'
import { isCut, toSdkFinish } from './to-sdk-finish.js'
import { toSdkUsage } from './to-sdk-usage.js'
import { toSdkWarnings } from './to-sdk-warning.js'

/** As much as an answer of one piece may have elsewhere. */
const MAX_CHARACTERS = 64 * 1024 * 1024

/** A part of a stream of V2 or V3, believed no further than it is checked. */
export interface SdkPart extends BlockPart, CallPart {
  readonly type: string
  readonly [name: string]: unknown
}

export interface PartReaderOptions {
  readonly provider: string
  readonly package: string
  readonly owner: string
  /** What an error within the stream is. */
  readonly toError: (error: unknown) => GatewayError
}

export interface PartReader {
  /** @throws {GatewayError} when the part is an error, or the answer is too long */
  read(part: unknown, out: ProviderEvent[]): void
  /** @throws {GatewayError} PROVIDER_STREAM_CUT unless the answer finished; `streamed` ones need a reason too */
  end(out: ProviderEvent[], streamed: boolean): void
}

/** Turns the parts of one answer into events. An answer of one piece is read as the parts of its stream, so that both cannot differ. */
export function createPartReader({ provider, package: packageName, owner, toError }: PartReaderOptions): PartReader {
  const blocks = createBlockReader(owner)
  const calls = createCallReader(owner)
  let characters = 0
  let finish: { readonly reason: unknown } | undefined

  function measure({ delta, input }: SdkPart): void {
    characters += (typeof delta === 'string' ? delta.length : 0) + (typeof input === 'string' ? input.length : 0)
    if (characters > MAX_CHARACTERS) throw badAnswer(provider, `with more than ${MAX_CHARACTERS / 1024} KiB`)
  }

  /** What a provider's own tool did, or a file that it made: shown as it is. */
  function pushNative(part: SdkPart, out: ProviderEvent[]): void {
    const value = toJson(part)
    if (!value) throw badAnswer(provider, 'a part that is too large, or is no JSON')
    out.push({ type: 'native', dialect: owner, value })
  }

  const READERS: Readonly<Record<string, (part: SdkPart, out: ProviderEvent[]) => void>> = {
    'stream-start': ({ warnings }, out) => {
      for (const warning of toSdkWarnings(warnings)) out.push({ type: 'warning', warning })
    },
    'response-metadata': ({ id, modelId }, out) => {
      out.push({ type: 'response-metadata', providerResponseId: text(id), providerModel: text(modelId) })
    },
    'text-start': (part, out) => blocks.read('text', part, out),
    'text-delta': (part, out) => blocks.read('text', part, out),
    'text-end': (part, out) => {
      blocks.read('text', part, out)
      blocks.close('text', part)
    },
    'reasoning-start': (part, out) => blocks.read('reasoning', part, out),
    'reasoning-delta': (part, out) => blocks.read('reasoning', part, out),
    'reasoning-end': (part, out) => {
      blocks.read('reasoning', part, out)
      blocks.close('reasoning', part)
    },
    'tool-input-start': (part, out) => {
      if (!part['providerExecuted']) calls.readStart(part, out)
    },
    'tool-input-delta': (part, out) => calls.readDelta(part, out),
    'tool-call': (part, out) => (part['providerExecuted'] ? pushNative(part, out) : calls.readCall(part, out)),
    'tool-result': pushNative,
    'tool-approval-request': pushNative,
    file: (part, out) => pushNative({ ...part, data: toBase64(part['data']) }, out),
    source: (part, out) => blocks.cite(toCitation(part, owner), out),
    finish: (part, out) => {
      const usage = toSdkUsage(part['usage'], packageName)
      if (usage) out.push({ type: 'usage', usage })
      finish = { reason: part['finishReason'] }
    },
    error: (part) => {
      throw toError(part['error'])
    },
  }

  return {
    read(value, out) {
      if (typeof value !== 'object' || value === null || finish) return
      const part = value as SdkPart
      measure(part)
      if (Object.hasOwn(READERS, part.type)) READERS[part.type]!(part, out)
    },
    end(out, streamed) {
      if (!finish || (streamed && isCut(finish.reason))) throw cutAnswer(provider)
      blocks.end(out)
      out.push(toSdkFinish(provider, finish.reason, calls.hasCalls))
    },
  }
}

function toCitation(part: SdkPart, owner: string): Citation {
  const { providerMetadata: _, ...rest } = part
  const value = toJson(rest) ?? {}
  const url = text(part['url'])
  const title = text(part['title'])
  return { ...(url ? { url } : {}), ...(title ? { title } : {}), native: { dialect: owner, value } }
}

function toBase64(data: unknown): string {
  return data instanceof Uint8Array ? Buffer.from(data).toString('base64') : String(data)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
