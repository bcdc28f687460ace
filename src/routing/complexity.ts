import type { CompletionRequest, ReasoningEffort } from '../domain/completion-request.js'
import type { Message } from '../domain/content.js'

/** What each sign adds at most. They add up to more than 1 on purpose: few requests show all of them. */
const WEIGHTS = { length: 0.25, turns: 0.1, tools: 0.15, code: 0.1, maths: 0.1 } as const
const EFFORTS: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 0.05,
  low: 0.1,
  medium: 0.2,
  high: 0.3,
  xhigh: 0.35,
}
/** A budget of reasoning without a named effort. */
const UNNAMED_EFFORT = 0.2
const SCHEMA = { 'json-schema': 0.1, 'json-object': 0.05, text: 0 } as const

/** From here on a prompt counts as long, and up to there ever longer, each doubling alike. */
const SHORT_CHARACTERS = 256
const LONG_CHARACTERS = 32_768
const MANY_TURNS = 10
const MANY_TOOLS = 8
/** Looked at for code and maths, at the beginning and at the end of the last turn of the user: questions stand at either. */
const LOOKED_AT = 2_048
/** More than these are not counted: the sum is full long before. */
const MOST_MESSAGES = 1_000

const CODE = /```|=>|\{\s*$|;\s*$|\b(function|class|def|import|return|SELECT|INSERT|stack trace|exception|refactor|compile)\b/m
const MATHS =
  /\\(frac|int|sum|sqrt|begin)\b|\$\$|[∑∫√≤≥∀∃]|\b(prove|proof|theorem|integral|derivative|equation|probability|matrix)\b/i

/**
 * How much a request asks of a model, from 0, a short question, to 1, in steps of a hundredth. A rule of thumb by what can be seen without
 * understanding it: length (by characters, 256 to 32,768), turns, tools, reasoning effort, structure, and signs of code and maths in
 * the last turn of the user. It reads at most 4 kB of text.
 */
export function complexityOf(request: CompletionRequest): number {
  const { messages, reasoning, responseFormat } = request
  const tools = (request.tools?.length ?? 0) + (request.nativeTools?.length ?? 0)
  const effort = reasoning?.effort === undefined ? (reasoning?.maxTokens ? UNNAMED_EFFORT : 0) : EFFORTS[reasoning.effort]
  const score =
    WEIGHTS.length * longness(charactersIn(messages)) +
    WEIGHTS.turns * Math.min(1, Math.max(0, messages.length - 2) / MANY_TURNS) +
    WEIGHTS.tools * Math.min(1, tools / MANY_TOOLS) +
    effort +
    SCHEMA[responseFormat?.type ?? 'text'] +
    markersIn(lastAsked(messages))
  return Math.round(Math.min(1, score) * 100) / 100
}

function longness(characters: number): number {
  if (characters <= SHORT_CHARACTERS) return 0
  return Math.min(1, Math.log2(characters / SHORT_CHARACTERS) / Math.log2(LONG_CHARACTERS / SHORT_CHARACTERS))
}

/** Lengths only: no text is read. */
function charactersIn(messages: readonly Message[]): number {
  let characters = 0
  for (const message of messages.slice(-MOST_MESSAGES)) {
    for (const part of message.parts) if ('text' in part) characters += part.text.length
  }
  return characters
}

function lastAsked(messages: readonly Message[]): string {
  const last = messages.findLast(({ role }) => role === 'user')
  const texts = last?.parts.filter((part) => part.type === 'text') ?? []
  const first = texts[0]?.text.slice(0, LOOKED_AT) ?? ''
  const end = texts.at(-1)?.text ?? ''
  return texts.length === 1 && end.length <= LOOKED_AT ? first : `${first}\n${end.slice(-LOOKED_AT)}`
}

function markersIn(text: string): number {
  return (CODE.test(text) ? WEIGHTS.code : 0) + (MATHS.test(text) ? WEIGHTS.maths : 0)
}
