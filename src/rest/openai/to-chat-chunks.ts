import type { Completion } from '../../domain/completion.js'
import type {
  EventBatch,
  ReasoningDeltaEvent,
  RefusalDeltaEvent,
  TextDeltaEvent,
  TokenLogprob,
  ToolCallDeltaEvent,
} from '../../domain/completion-event.js'
import type { GatewayError } from '../../domain/gateway-error.js'
import type { AnswerEncoder } from '../stream-answer.js'
import { toPartLayout } from './provider-state.js'
import { toChatId, toFinishReason, toOpenAiExtra, toUnixSeconds, toWireLogprobs } from './to-chat-response.js'
import { toChatUsage } from './to-chat-usage.js'
import { toOpenAiError } from './to-openai-error.js'
import { toWeirDetails } from './weir-details.js'

export interface ChatChunkOptions {
  readonly callId: string
  readonly createdAt: Date
  readonly model: string
  readonly systemFingerprint?: string
  readonly serviceTier?: string
  readonly includeUsage: boolean
  readonly details: boolean
}

type TextEvent = TextDeltaEvent | ReasoningDeltaEvent | RefusalDeltaEvent
const TEXT_FIELDS = {
  'text-delta': 'content',
  'reasoning-delta': 'reasoning_content',
  'refusal-delta': 'refusal',
} as const satisfies Record<TextEvent['type'], string>

/** Pieces of one kind of one choice that arrived together. */
interface Run {
  readonly type: TextEvent['type'] | 'tool-call-delta'
  readonly choice: number
  text: string
  logprobs?: TokenLogprob[]
  readonly call?: ToolCallDeltaEvent
}

/**
 * Events as server-sent `chat.completion.chunk`s. What a batch brings of one kind for one choice becomes one chunk. The finish
 * reason waits for `completed`, so that an answer that fails never looks finished.
 */
export class ChatChunks implements AnswerEncoder {
  readonly #options: ChatChunkOptions
  readonly #head: string
  /** Everything of a chunk before the index of its choice: the same for a whole stream, so serialised once. */
  readonly #prefix: string
  readonly #suffix: string
  readonly #begun: boolean[] = []
  #ended = false

  constructor(options: ChatChunkOptions) {
    this.#options = options
    this.#head = toHead(options)
    this.#prefix = `data: ${this.#head},"choices":[{"index":`
    this.#suffix = `,"finish_reason":null}]${options.includeUsage ? ',"usage":null' : ''}}\n\n`
  }

  /** Whether the last chunk of the stream has been made. */
  get ended(): boolean {
    return this.#ended
  }

  encode(batch: EventBatch): string {
    let text = ''
    for (const run of toRuns(batch)) text += this.#encodeRun(run)
    const last = batch[batch.length - 1]
    if (last?.type === 'completed') text += this.#encodeEnd(last.completion)
    if (last?.type === 'failed') text += this.encodeError(last.error)
    return text
  }

  encodeError(error: GatewayError): string {
    this.#ended = true
    return `data: ${JSON.stringify(toOpenAiError(error))}\n\n`
  }

  #encodeRun(run: Run): string {
    const logprobs = run.logprobs ? JSON.stringify(toWireLogprobs(run.logprobs)) : 'null'
    const delta = run.type === 'tool-call-delta' ? toToolCalls(run) : `"${TEXT_FIELDS[run.type]}":${JSON.stringify(run.text)}`
    return `${this.#prefix}${run.choice},"delta":{${this.#role(run.choice)}${delta}},"logprobs":${logprobs}${this.#suffix}`
  }

  #role(choice: number): string {
    if (this.#begun[choice]) return ''
    this.#begun[choice] = true
    return '"role":"assistant",'
  }

  #encodeEnd(completion: Completion): string {
    this.#ended = true
    const { includeUsage, details } = this.#options
    const extras = { ...toOpenAiExtra(completion), ...(details && { weir: toWeirDetails(completion) }) }
    let text = ''
    for (const [index, choice] of completion.choices.entries()) {
      const layout = toPartLayout(choice.parts)
      const delta = { ...(!this.#begun[index] && { role: 'assistant', content: '' }), ...(layout && { provider_state: layout }) }
      const reason = JSON.stringify(toFinishReason(choice.finishReason, choice.nativeFinishReason))
      const tail = index === completion.choices.length - 1 ? toTail(extras) : ''
      const usage = includeUsage ? ',"usage":null' : ''
      text += `${this.#prefix}${index},"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${reason}}]${usage}${tail}}\n\n`
    }
    if (includeUsage) text += `data: ${this.#head},"choices":[],"usage":${JSON.stringify(toChatUsage(completion.usage))}}\n\n`
    return `${text}data: [DONE]\n\n`
  }
}

function toHead({ callId, createdAt, model, systemFingerprint, serviceTier }: ChatChunkOptions): string {
  const head = {
    id: toChatId(callId),
    object: 'chat.completion.chunk',
    created: toUnixSeconds(createdAt),
    model,
    system_fingerprint: systemFingerprint,
    service_tier: serviceTier,
  }
  return JSON.stringify(head).slice(0, -1)
}

function toRuns(batch: EventBatch): Run[] {
  const runs: Run[] = []
  for (const event of batch) {
    if (event.type === 'text-delta' || event.type === 'reasoning-delta' || event.type === 'refusal-delta') addText(runs, event)
    else if (event.type === 'tool-call-delta') addToolCall(runs, event)
  }
  return runs
}

function addText(runs: Run[], event: TextEvent): void {
  const choice = event.choice ?? 0
  const logprobs = event.type === 'text-delta' ? event.logprobs : undefined
  const open = runs.findLast((run) => run.choice === choice)
  if (open?.type !== event.type) {
    runs.push({ type: event.type, choice, text: event.text, ...(logprobs && { logprobs: [...logprobs] }) })
    return
  }
  open.text += event.text
  if (logprobs) open.logprobs = [...(open.logprobs ?? []), ...logprobs]
}

function addToolCall(runs: Run[], event: ToolCallDeltaEvent): void {
  const choice = event.choice ?? 0
  const open = runs.findLast((run) => run.choice === choice)
  const continues =
    open?.call?.index === event.index && event.id === undefined && event.name === undefined && !event.providerState
  if (open && continues) open.text += event.argumentsDelta
  else runs.push({ type: 'tool-call-delta', choice, text: event.argumentsDelta, call: event })
}

function toToolCalls({ call, text }: Run): string {
  const first = call?.id !== undefined || call?.name !== undefined
  const wire = {
    index: call?.index ?? 0,
    ...(first && { id: call?.id, type: 'function' }),
    function: { ...(call?.name !== undefined && { name: call.name }), arguments: text },
    ...(call?.providerState && { provider_state: call.providerState }),
  }
  return `"tool_calls":[${JSON.stringify(wire)}]`
}

/** More top-level fields, to follow others in a JSON object. */
function toTail(fields: object): string {
  const text = JSON.stringify(fields)
  return text === '{}' ? '' : `,${text.slice(1, -1)}`
}
