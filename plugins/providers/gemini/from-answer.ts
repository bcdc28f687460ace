import type { GatewayError, Json, ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import { type CandidateReader, createCandidateReader, type WireCandidate } from './from-candidate.js'
import { DIALECT } from './gemini-state.js'
import { toSafetyRatings } from './to-safety-ratings.js'
import { toUsage } from './to-usage.js'
import { findWireError, toAnswerError } from './wire-error.js'

type WireAnswer = Readonly<Record<string, unknown>>

const MAX_CHOICES = 64
const KNOWN = new Set(['candidates', 'usageMetadata', 'promptFeedback', 'modelVersion', 'responseId', 'createTime'])

/** Turns the pieces of one answer into events. An answer of one piece is read as its only one, so that both cannot differ. */
export interface AnswerReader {
  /** @throws {GatewayError} when the piece is an error or none */
  read(piece: unknown, out: ProviderEvent[]): void
  /**
   * What can only be said at the end.
   * @throws {GatewayError} PROVIDER_STREAM_CUT, or PROVIDER_BAD_RESPONSE for one that came whole, unless the answer finished
   */
  end(out: ProviderEvent[], isWhole: boolean): void
}

/** https://ai.google.dev/api/generate-content#generatecontentresponse. */
export function createAnswerReader(provider: string): AnswerReader {
  const candidates: (CandidateReader | undefined)[] = []
  const extra: Record<string, Json> = {}
  let responseId: string | undefined
  let identified = false
  let blocked = false

  function identify(answer: WireAnswer, out: ProviderEvent[]): void {
    if (identified || (text(answer['responseId']) === undefined && text(answer['modelVersion']) === undefined)) return
    identified = true
    responseId = text(answer['responseId'])
    out.push({ type: 'response-metadata', providerResponseId: responseId, providerModel: text(answer['modelVersion']) })
  }

  function readCandidate(wire: WireCandidate, out: ProviderEvent[]): void {
    const index = typeof wire['index'] === 'number' ? wire['index'] : 0
    if (!(Number.isInteger(index) && index >= 0 && index < MAX_CHOICES)) {
      throw badAnswer(provider, 'a candidate with an impossible index')
    }
    const reader = candidates[index] ?? createCandidateReader(index, { provider, responseId })
    candidates[index] = reader
    reader.read(wire, out)
  }

  /** A prompt that is refused has no candidate. It may have been billed, so it is an answer that a filter stopped. */
  function readFeedback(feedback: unknown, out: ProviderEvent[]): void {
    const { blockReason, safetyRatings } = record(feedback)
    const ratings = toSafetyRatings(safetyRatings)
    if (ratings && blockReason) out.push({ type: 'safety', ratings })
    if (text(blockReason) === undefined || blocked) return
    blocked = true
    out.push({ type: 'finish', reason: 'CONTENT_FILTER', nativeReason: text(blockReason) })
  }

  return {
    read(value, out) {
      const answer = record(value)
      const error = findWireError(value)
      if (error) throw toAnswerError(provider, error)
      if (answer !== value) throw notOfTheDialect(provider)
      identify(answer, out)
      const list = answer['candidates']
      if (Array.isArray(list)) for (const candidate of list) readCandidate(record(candidate), out)
      readFeedback(answer['promptFeedback'], out)
      const usage = toUsage(answer['usageMetadata'])
      if (usage) out.push({ type: 'usage', usage })
      for (const [name, field] of Object.entries(answer)) if (!KNOWN.has(name) && field != null) extra[name] = field as Json
    },
    end(out, isWhole) {
      const begun = candidates.filter((candidate) => candidate !== undefined)
      if (begun.length === 0 && !blocked) throw isWhole ? badAnswer(provider, 'without any candidate') : cutAnswer(provider)
      for (const candidate of begun) candidate.end(out, isWhole)
      const fields = { ...extra, ...candidates[0]?.extra }
      if (Object.keys(fields).length > 0) out.push({ type: 'extra', dialect: DIALECT, fields })
    },
  }
}

/** An answer of one piece as the events that its stream would have given. @throws {GatewayError} */
export function fromAnswer(provider: string, answer: unknown): ProviderEvent[] {
  const out: ProviderEvent[] = []
  const reader = createAnswerReader(provider)
  reader.read(answer, out)
  reader.end(out, true)
  return out
}

function notOfTheDialect(provider: string): GatewayError {
  return badAnswer(provider, 'something that is not of the Gemini dialect')
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function record(value: unknown): WireAnswer {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireAnswer) : {}
}
