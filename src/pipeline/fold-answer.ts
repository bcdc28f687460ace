import type { Choice } from '../domain/completion.js'
import type {
  CompletionEvent,
  FinishEvent,
  NativeEvent,
  SafetyRating,
  TokenLogprob,
  ToolCallDeltaEvent,
} from '../domain/completion-event.js'
import type { Citation, ContentPart, ProviderState } from '../domain/content.js'

interface OpenPart {
  readonly type: 'text' | 'reasoning' | 'refusal' | 'tool-call' | 'native'
  readonly part: number | undefined
  readonly toolIndex?: number
  id?: string
  name?: string
  text: string
  providerState?: ProviderState
  citations?: Citation[]
  readonly native?: NativeEvent
}

interface OpenChoice {
  readonly parts: OpenPart[]
  finish?: FinishEvent
  readonly logprobs: TokenLogprob[]
  safety?: readonly SafetyRating[]
}

/** The fold of a stream of events into the choices of an answer. */
export class AnswerFold {
  readonly #choices: OpenChoice[] = []
  /** Until something is added: an answer that is whole is asked for more than once. */
  #folded: readonly Choice[] | undefined

  add(event: CompletionEvent): void {
    this.#folded = undefined
    switch (event.type) {
      case 'text-delta':
        if (event.logprobs) this.#choice(event.choice).logprobs.push(...event.logprobs)
        return this.#append('text', event)
      case 'reasoning-delta':
        return this.#append('reasoning', event)
      case 'refusal-delta':
        return this.#append('refusal', event)
      case 'tool-call-delta':
        return this.#appendToolCall(event)
      case 'native':
        this.#choice(event.choice).parts.push({
          type: 'native',
          part: event.part,
          text: '',
          native: event,
          providerState: event.providerState,
        })
        return
      case 'safety':
        this.#choice(event.choice).safety = event.ratings
        return
      case 'finish':
        this.#choice(event.choice).finish = event
    }
  }

  get isEmpty(): boolean {
    return this.#choices.every((choice) => choice.parts.length === 0)
  }

  /** The provider's number of the part that the first choice ends in. */
  get openPart(): number | undefined {
    return this.#choices[0]?.parts.at(-1)?.part
  }

  choices(): readonly Choice[] {
    this.#folded ??= this.#fold()
    return this.#folded
  }

  #fold(): readonly Choice[] {
    return this.#choices.map((choice) => ({
      parts: choice.parts.map(toPart),
      finishReason: choice.finish?.reason ?? null,
      ...(choice.finish?.nativeReason !== undefined && { nativeFinishReason: choice.finish.nativeReason }),
      ...(choice.finish?.stopSequence !== undefined && { stopSequence: choice.finish.stopSequence }),
      ...(choice.safety && { safetyRatings: choice.safety }),
      ...(choice.logprobs.length > 0 && { logprobs: choice.logprobs }),
    }))
  }

  #choice(index = 0): OpenChoice {
    while (this.#choices.length <= index) this.#choices.push({ parts: [], logprobs: [] })
    return this.#choices[index] as OpenChoice
  }

  #append(
    type: 'text' | 'reasoning' | 'refusal',
    event: { choice?: number; part?: number; text: string; providerState?: ProviderState; citations?: readonly Citation[] },
  ): void {
    const { parts } = this.#choice(event.choice)
    let open = parts[parts.length - 1]
    if (open?.type !== type || open.part !== event.part) {
      if (event.text === '' && !event.providerState && !event.citations) return
      open = { type, part: event.part, text: '' }
      parts.push(open)
    }
    open.text += event.text
    if (event.providerState) open.providerState = event.providerState
    if (event.citations) open.citations = [...(open.citations ?? []), ...event.citations]
  }

  #appendToolCall(event: ToolCallDeltaEvent): void {
    const { parts } = this.#choice(event.choice)
    let open = parts.findLast((part) => part.type === 'tool-call' && part.toolIndex === event.index)
    if (!open) {
      open = { type: 'tool-call', part: event.part, toolIndex: event.index, text: '' }
      parts.push(open)
    }
    if (event.id !== undefined) open.id ??= event.id
    if (event.name !== undefined) open.name ??= event.name
    open.text += event.argumentsDelta
    if (event.providerState) open.providerState = event.providerState
  }
}

function toPart({ type, text, id, name, providerState, citations, native }: OpenPart): ContentPart {
  const state = providerState && { providerState }
  if (type === 'tool-call') return { type, id: id ?? '', name: name ?? '', arguments: text, ...state }
  if (type === 'native') return { type, dialect: native?.dialect ?? '', value: native?.value ?? {}, ...state }
  return { type, text, ...state, ...(citations && { citations }) } as ContentPart
}
