import { createHash } from 'node:crypto'
import { createUsage, type FinishReason, type Json, type ProviderEvent } from '../../../src/plugin-api.js'
import { badAnswer, cutAnswer } from '../../provider-transport/cut-answer.js'
import { toStreamError } from './ollama-error.js'
import { toLogprobs } from './to-logprobs.js'

type Wire = Readonly<Record<string, unknown>>

/** Turns the lines of one answer into events. An answer of one piece is read as its only line, so that both cannot differ. */
export interface ChunkReader {
  /** Whether the line was the last one. @throws {GatewayError} when it is an error or no line of a chat */
  read(line: unknown, out: ProviderEvent[]): boolean
  /** @throws {GatewayError} PROVIDER_STREAM_CUT unless the last line was read */
  end(out: ProviderEvent[]): void
}

const TIMINGS = ['total_duration', 'load_duration', 'prompt_eval_duration', 'eval_duration']
const MAX_CALLS = 1024

export function createChunkReader(provider: string): ChunkReader {
  /** The moment of the first line tells this answer's calls from those of every other. */
  let born: string | undefined
  let calls = 0
  let isDone = false

  function begin(wire: Wire, out: ProviderEvent[]): void {
    born = `${wire['created_at'] ?? ''}`
    out.push({ type: 'response-metadata', providerModel: text(wire['model']) || undefined })
  }

  function readCall(value: unknown, out: ProviderEvent[]): void {
    const { id, function: call } = record(value)
    const { name, arguments: args } = record(call)
    const index = calls++
    if (calls > MAX_CALLS) throw badAnswer(provider, `with more than ${MAX_CALLS} tool calls`)
    const argumentsDelta = typeof args === 'string' ? args : JSON.stringify(args ?? {})
    out.push({ type: 'tool-call-delta', index, id: text(id) || madeUpId(born, index), name: text(name), argumentsDelta })
  }

  function readMessage({ thinking, content, tool_calls: toolCalls }: Wire, wire: Wire, out: ProviderEvent[]): void {
    if (text(thinking)) out.push({ type: 'reasoning-delta', text: text(thinking) })
    const logprobs = toLogprobs(wire['logprobs'])
    if (text(content)) out.push({ type: 'text-delta', text: text(content), ...(logprobs && { logprobs }) })
    if (Array.isArray(toolCalls)) for (const call of toolCalls) readCall(call, out)
  }

  function finish(wire: Wire, out: ProviderEvent[]): void {
    isDone = true
    const usage = toUsage(wire)
    if (usage) out.push(usage)
    const native = text(wire['done_reason'])
    out.push({ type: 'finish', reason: toReason(native, calls > 0), ...(native && { nativeReason: native }) })
    const timings = Object.fromEntries(
      TIMINGS.flatMap((name) => (typeof wire[name] === 'number' ? [[name, wire[name] as Json]] : [])),
    )
    if (Object.keys(timings).length > 0) out.push({ type: 'extra', dialect: 'ollama', fields: timings })
  }

  return {
    read(line, out) {
      const wire = record(line)
      if (wire['error'] !== undefined) throw toStreamError(provider, wire)
      if (wire['message'] === undefined && wire['done'] === undefined) throw badAnswer(provider, 'something that is no chat')
      if (born === undefined) begin(wire, out)
      readMessage(record(wire['message']), wire, out)
      if (wire['done'] === true) finish(wire, out)
      return isDone
    },
    end() {
      if (!isDone) throw cutAnswer(provider)
    },
  }
}

/** Earlier versions name no calls: the same answer gives the same ids, another answer others. */
function madeUpId(born = '', index: number): string {
  return `call_${createHash('sha256').update(`${born} ${index}`).digest('hex').slice(0, 20)}`
}

/** `eval_count` counts what the model thought, too, and tells no parts apart. Absent counts, as of a prompt kept whole in memory, are zero. */
function toUsage(wire: Wire): ProviderEvent | undefined {
  if (wire['prompt_eval_count'] === undefined && wire['eval_count'] === undefined) return undefined
  const usage = createUsage({ input: { text: count(wire['prompt_eval_count']) }, output: { text: count(wire['eval_count']) } })
  return { type: 'usage', usage }
}

const REASONS: Readonly<Record<string, FinishReason>> = { stop: 'STOP', length: 'LENGTH' }

function toReason(native: string, hasCalls: boolean): FinishReason {
  const reason = native === '' ? 'STOP' : Object.hasOwn(REASONS, native) ? REASONS[native]! : 'OTHER'
  return reason === 'STOP' && hasCalls ? 'TOOL_CALLS' : reason
}

function record(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? (value as Wire) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? Math.floor(value) : 0
}
