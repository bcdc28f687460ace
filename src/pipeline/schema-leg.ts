import type { CompletionEvent, EventBatch, FinishEvent, ToolCallDeltaEvent } from '../domain/completion-event.js'
import type { ValidateJson } from '../domain/json-schema.js'
import { AnswerFold } from './fold-answer.js'
import { readJsonAnswer } from './read-json-answer.js'

export interface SchemaLegOptions {
  /** The tool that stands for the answer; '' when there is none. */
  readonly toolName: string
  /** Nothing is shown before the answer has been found valid. */
  readonly holds: boolean
  readonly validate: ValidateJson
}

/** These say nothing that an answer to come could contradict. */
const HARMLESS: ReadonlySet<CompletionEvent['type']> = new Set([
  'started',
  'route-switched',
  'usage',
  'response-metadata',
  'warning',
  'extra',
])
/** An answer that ended so is not whole, and nobody's mistake. */
const EXCUSED: ReadonlySet<FinishEvent['reason']> = new Set(['LENGTH', 'CONTENT_FILTER', 'REFUSAL', 'OTHER'])

/** One attempt at an answer in JSON: what of it may be shown and when, and whether it is valid. */
export class SchemaLeg {
  readonly #options: SchemaLegOptions
  readonly #fold = new AnswerFold()
  readonly #held: CompletionEvent[] = []
  readonly #answerTools = new Set<string>()
  #shown = false

  constructor(options: SchemaLegOptions) {
    this.#options = options
  }

  /** Whether the caller has seen content: another attempt would repeat or contradict it. */
  get shown(): boolean {
    return this.#shown
  }

  get text(): string {
    return this.#textOf(0)
  }

  /** What of a batch may be shown now, and what is held. */
  take(batch: EventBatch): { readonly shown: readonly CompletionEvent[]; readonly held: readonly CompletionEvent[] } {
    const shown: CompletionEvent[] = []
    const before = this.#held.length
    for (const event of batch) {
      if (HARMLESS.has(event.type)) shown.push(event)
      else this.#takeContent(this.#translate(event), shown)
    }
    return { shown, held: this.#held.slice(before) }
  }

  /** What is wrong with the answer; empty when it is valid, `null` when it is not one to be judged. */
  async problems(): Promise<readonly string[] | null> {
    const choices = this.#fold.choices()
    if (
      choices.every(
        ({ finishReason, parts }) =>
          EXCUSED.has(finishReason ?? 'OTHER') || parts.some(({ type }) => type === 'tool-call' || type === 'refusal'),
      )
    ) {
      return null
    }
    return (await Promise.all(choices.map((_, index) => this.#problemsOf(index)))).flat()
  }

  get isCutOff(): boolean {
    return this.#fold
      .choices()
      .some(({ finishReason, parts }) => EXCUSED.has(finishReason ?? 'OTHER') || parts.some(({ type }) => type === 'refusal'))
  }

  /** What was held, as it came; where the JSON was wrapped in something, the JSON alone. */
  release(): CompletionEvent[] {
    const released: CompletionEvent[] = []
    const written = new Set<number>()
    for (const event of this.#held) {
      const choice = 'choice' in event ? (event.choice ?? 0) : 0
      if (event.type === 'text-delta' && this.#saidBesideTool(choice, event)) continue
      const text = this.#textOf(choice)
      const json = readJsonAnswer(text)?.text ?? text
      // State, citations and log probabilities belong to the words as they came.
      if (event.type !== 'text-delta' || json === text) released.push(event)
      else if (!written.has(choice)) {
        written.add(choice)
        released.push({ type: 'text-delta', text: json, choice: event.choice })
      }
    }
    return released
  }

  #takeContent(event: CompletionEvent, now: CompletionEvent[]): void {
    const isProse = event.type === 'text-delta' && this.#options.toolName !== '' && !this.#fromTool.has(event)
    if (!isProse) this.#fold.add(event)
    if (this.#options.holds || isProse) {
      this.#held.push(event)
      if (isProse) this.#prose.set(event.choice ?? 0, (this.#prose.get(event.choice ?? 0) ?? '') + event.text)
      return
    }
    if (event.type !== 'finish' && event.type !== 'safety') this.#shown = true
    now.push(event)
  }

  readonly #fromTool = new WeakSet<CompletionEvent>()
  readonly #prose = new Map<number, string>()

  /** The call of the tool that stands for the answer is the answer's text. */
  #translate(event: CompletionEvent): CompletionEvent {
    if (event.type === 'tool-call-delta' && this.#isAnswer(event)) {
      const text: CompletionEvent = { type: 'text-delta', text: event.argumentsDelta, choice: event.choice, part: event.part }
      this.#fromTool.add(text)
      return text
    }
    const onlyAnswered = event.type === 'finish' && event.reason === 'TOOL_CALLS' && this.#calledOnlyAnswer(event.choice ?? 0)
    return onlyAnswered ? { ...event, reason: 'STOP' } : event
  }

  #isAnswer({ choice = 0, index, name }: ToolCallDeltaEvent): boolean {
    const key = `${choice}:${index}`
    if (name !== undefined && name === this.#options.toolName) this.#answerTools.add(key)
    return this.#answerTools.has(key)
  }

  #calledOnlyAnswer(choice: number): boolean {
    const called = this.#fold.choices()[choice]?.parts.some(({ type }) => type === 'tool-call') ?? false
    return !called && this.#answered(choice)
  }

  #answered(choice: number): boolean {
    return [...this.#answerTools].some((key) => key.startsWith(`${choice}:`))
  }

  #saidBesideTool(choice: number, event: CompletionEvent): boolean {
    return this.#options.toolName !== '' && this.#answered(choice) && !this.#fromTool.has(event)
  }

  #textOf(index: number): string {
    const parts = this.#fold.choices()[index]?.parts ?? []
    const text = parts.reduce((all, part) => (part.type === 'text' ? all + part.text : all), '')
    return text === '' ? (this.#prose.get(index) ?? '') : text
  }

  async #problemsOf(index: number): Promise<readonly string[]> {
    const answer = readJsonAnswer(this.#textOf(index))
    // What has been shown cannot be cut out of its wrapping any more.
    if (!answer || (!this.#options.holds && answer.text !== this.#textOf(index).trim() && !this.#prose.has(index)))
      return ['it is not JSON']
    return this.#options.validate(answer.value)
  }
}
