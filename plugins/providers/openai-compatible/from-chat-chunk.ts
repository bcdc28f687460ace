import type { ProviderEvent, ResponseMetadataEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import type { ChunkReaderOptions } from './chunk-reader-options.js'
import { type ChoiceReader, createChoiceReader } from './from-choice.js'
import { toUsage, type WireUsage } from './to-usage.js'
import { createUnknownFields } from './unknown-fields.js'
import type { WireAnswer, WireChoice } from './wire.js'
import { findWireError, toAnswerError } from './wire-error.js'

const MAX_CHOICES = 128

/** Turns the chunks of one answer into events. An answer of one piece is read as its only chunk, so that both cannot differ. */
export interface ChunkReader {
  /** @throws {GatewayError} when the chunk is an error or no chunk. */
  read(chunk: unknown, out: ProviderEvent[]): void
  /**
   * What can only be said at the end.
   * @throws {GatewayError} PROVIDER_STREAM_CUT unless the answer finished, or was `marked` complete by the vendor.
   */
  end(out: ProviderEvent[], marked: boolean): void
}

export function createChunkReader(options: ChunkReaderOptions): ChunkReader {
  const { provider, quirks } = options
  const choices: (ChoiceReader | undefined)[] = []
  const unknown = createUnknownFields()
  let identified = false

  function readChoice(wire: WireChoice, out: ProviderEvent[]): void {
    const index = typeof wire.index === 'number' ? wire.index : 0
    if (!(index >= 0 && index < MAX_CHOICES)) throw badAnswer(provider, 'a choice with an impossible index')
    const reader = choices[index] ?? createChoiceReader(index, options, unknown)
    choices[index] = reader
    reader.read(wire, out)
  }

  function readUsage(chunk: WireAnswer, out: ProviderEvent[]): void {
    const wire = findUsage(chunk)
    if (!wire) return
    const usage = toUsage(wire, quirks)
    if (usage) out.push({ type: 'usage', usage })
  }

  return {
    read(value, out) {
      const chunk = toRecord(value)
      const error = findWireError(chunk)
      if (error) throw toAnswerError(provider, error)
      if (!identified && isIdentified(chunk)) {
        identified = true
        out.push(toMetadata(chunk))
      }
      if (Array.isArray(chunk.choices)) {
        for (const choice of chunk.choices) readChoice(toRecord(choice) as WireChoice, out)
      }
      readUsage(chunk, out)
      unknown.addAnswer(chunk)
    },
    end(out, marked) {
      const begun = choices.filter((choice) => choice !== undefined)
      if (begun.length === 0) throw marked ? badAnswer(provider, 'without any choice') : cutAnswer(provider)
      for (const choice of begun) choice.end(out, marked)
      const extra = unknown.toEvent()
      if (extra) out.push(extra)
    },
  }

  function toRecord(value: unknown): WireAnswer {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as WireAnswer
    throw badAnswer(provider, 'something that is not of the OpenAI dialect')
  }
}

/** On the answer; under `x_groq` at Groq; on the last choice of a stream at Moonshot. */
function findUsage(chunk: WireAnswer): WireUsage | undefined {
  const { usage, x_groq: groq, choices } = chunk as { usage?: unknown; x_groq?: { usage?: unknown } | null; choices?: unknown }
  if (usage && typeof usage === 'object') return usage as WireUsage
  if (groq?.usage && typeof groq.usage === 'object') return groq.usage as WireUsage
  const ofChoice = Array.isArray(choices) ? (choices[0] as { usage?: unknown } | undefined)?.usage : undefined
  return ofChoice && typeof ofChoice === 'object' ? (ofChoice as WireUsage) : undefined
}

/** Azure's first chunk, with how it judged the prompt, has an empty id and no choice. */
function isIdentified({ id, choices }: WireAnswer): boolean {
  return typeof id === 'string' && (id !== '' || (Array.isArray(choices) && choices.length > 0))
}

function toMetadata(chunk: WireAnswer): ResponseMetadataEvent {
  return {
    type: 'response-metadata',
    providerResponseId: text(chunk['id']),
    providerModel: text(chunk['model']),
    systemFingerprint: text(chunk['system_fingerprint']),
    serviceTier: text(chunk['service_tier']),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
