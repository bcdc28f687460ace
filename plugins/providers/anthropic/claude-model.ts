/**
 * What a Claude model takes, read from its name wherever it is served: `claude-sonnet-4-5-20250929`, `claude-sonnet-4-5@20250929`,
 * `us.anthropic.claude-opus-4-6-v1`, `claude-3-7-sonnet-latest`.
 * Sources: https://platform.claude.com/docs/en/models/overview and the migration guide of each model.
 */
export interface ClaudeModel {
  /** Ways to ask for thought; `budget` is a number of tokens, `adaptive` leaves it to the model and its effort. */
  readonly thinking: { readonly budget: boolean; readonly adaptive: boolean; readonly off: ThinkingOff } | null
  /** The highest effort but `max`. */
  readonly topEffort: 'high' | 'xhigh'
  /** Whether it can be told an effort at all: https://platform.claude.com/docs/en/build-with-claude/effort. */
  readonly takesEffort: boolean
  /** Whether temperature and top_p may be set together, one at a time, or not at all. */
  readonly sampling: 'both' | 'one' | 'none'
  /** Whether it can be made to call a tool. */
  readonly forcedTools: boolean
  readonly jsonSchema: boolean | null
  /** Whether it goes on with an answer that ends the request: https://platform.claude.com/docs/en/build-with-claude/prefill-claudes-response. */
  readonly prefill: boolean | null
  /** Takes instructions between turns, and not only before all of them. */
  readonly systemTurns: boolean
  readonly maxOutputTokens: number | null
}
/** How thought is kept off: by saying nothing, by a `type` of thinking that means so, or not at all. */
export type ThinkingOff = 'absent' | 'disabled' | 'between_tools' | 'never'

/** A name that tells nothing, such as an alias of a proxy: what was asked for is passed on in the words of today's models. */
const UNKNOWN: ClaudeModel = {
  thinking: { budget: true, adaptive: true, off: 'disabled' },
  topEffort: 'xhigh',
  takesEffort: true,
  sampling: 'both',
  forcedTools: true,
  jsonSchema: null,
  prefill: null,
  systemTurns: false,
  maxOutputTokens: null,
}

export function toClaudeModel(name: string): ClaudeModel {
  const parsed = parseName(name)
  if (!parsed) return UNKNOWN
  const { line, version } = parsed
  return {
    thinking: toThinking(line, version),
    topEffort: version >= 407 ? 'xhigh' : 'high',
    takesEffort: version >= 406 || (line === 'opus' && version === 405),
    sampling: toSampling(line, version),
    forcedTools: !refusesForcedTools(line, version),
    jsonSchema: version >= 405,
    prefill: version < 406,
    systemTurns: version >= 500 ? line !== 'haiku' || version >= 505 : line === 'opus' && version >= 408,
    maxOutputTokens: toMaxOutputTokens(line, version),
  }
}

interface ParsedName {
  readonly line: string
  /** 405 is 4.5: whole numbers that compare as versions do. */
  readonly version: number
}

/** Research previews carry no number; they are of the fifth generation. */
const PREVIEW_VERSION = 500

function parseName(name: string): ParsedName | null {
  const words = name.toLowerCase().split(/[^a-z0-9]+/)
  const after = words.slice(words.indexOf('claude') + 1)
  if (!words.includes('claude')) return null
  const line = after.find((word) => LINES.has(word))
  if (!line) return null
  const end = after.findIndex((word) => /^(?:\d{3,}|v\d+)$/.test(word))
  const numbers = (end < 0 ? after : after.slice(0, end)).filter((word) => /^\d{1,2}$/.test(word)).map(Number)
  const [major, minor = 0] = numbers
  if (major === undefined) return line === 'mythos' || line === 'fable' ? { line, version: PREVIEW_VERSION } : null
  return { line, version: major * 100 + minor }
}

const LINES = new Set(['opus', 'sonnet', 'haiku', 'fable', 'mythos'])

function isAlwaysThinking(line: string, version: number): boolean {
  return line === 'fable' || line === 'mythos' || (line === 'opus' && version >= 505)
}

function toThinking(line: string, version: number): ClaudeModel['thinking'] {
  if (version < 307) return null
  return { budget: version <= 406, adaptive: version >= 406, off: toThinkingOff(line, version) }
}

function toThinkingOff(line: string, version: number): ThinkingOff {
  if (isAlwaysThinking(line, version)) return 'never'
  if (version < 500) return 'absent'
  return line === 'sonnet' && version >= 505 ? 'between_tools' : 'disabled'
}

function toSampling(line: string, version: number): ClaudeModel['sampling'] {
  if (version >= 407) return 'none'
  return version >= 405 || (line === 'opus' && version >= 401) ? 'one' : 'both'
}

function refusesForcedTools(line: string, version: number): boolean {
  if (line === 'fable' || line === 'mythos') return version >= 501
  return line !== 'haiku' && version >= 505
}

function toMaxOutputTokens(line: string, version: number): number {
  if (version < 305) return 4_096
  if (version < 307) return 8_192
  if (version >= 406) return 128_000
  return line === 'opus' && version < 405 ? 32_000 : 64_000
}
