import type { CompletionEvent, ToolCallDeltaEvent } from '../../domain/completion-event.js'
import type { ContentPart, ProviderState } from '../../domain/content.js'
import { toPart } from './to-parts.js'

type Spoken = { type: 'text' | 'reasoning'; number: number | undefined; text: string; providerState?: ProviderState }
type Call = { id: string; name: string; text: string; providerState?: ProviderState }

/**
 * The parts of one candidate as they come. The format has whole calls only, so that a call waits until something else follows it, or the
 * end. Pieces of one text that arrive together are one part.
 */
export class CandidateWriter {
  #ready: ContentPart[] = []
  #spoken: Spoken | undefined
  readonly #calls = new Map<number, Call>()

  add(event: CompletionEvent): void {
    switch (event.type) {
      case 'text-delta':
      case 'refusal-delta':
        return this.#speak('text', event)
      case 'reasoning-delta':
        return this.#speak('reasoning', event)
      case 'tool-call-delta':
        return this.#call(event)
      case 'native':
        this.#endSpoken()
        this.#endCalls(isWhole)
        this.#ready.push({ ...event, type: 'native' })
    }
  }

  /** The parts to be written now. */
  take(): object[] {
    this.#endSpoken()
    const parts = this.#ready.flatMap((part) => toPart(part) ?? [])
    this.#ready = []
    return parts
  }

  /** The rest. */
  end(): object[] {
    this.#endSpoken()
    this.#endCalls(() => true)
    return this.take()
  }

  #speak(type: Spoken['type'], event: { text: string; part?: number; providerState?: ProviderState }): void {
    if (event.text === '' && !event.providerState) return
    this.#endCalls(isWhole)
    if (this.#spoken?.type !== type || this.#spoken.number !== event.part) {
      this.#endSpoken()
      this.#spoken = { type, number: event.part, text: '' }
    }
    this.#spoken.text += event.text
    if (event.providerState) this.#spoken.providerState = event.providerState
  }

  #endSpoken(): void {
    if (!this.#spoken) return
    const { type, text, providerState } = this.#spoken
    this.#ready.push({ type, text, ...(providerState && { providerState }) })
    this.#spoken = undefined
  }

  #call({ index, id, name, argumentsDelta, providerState }: ToolCallDeltaEvent): void {
    this.#endSpoken()
    let call = this.#calls.get(index)
    if (!call) {
      call = { id: '', name: '', text: '' }
      this.#calls.set(index, call)
    }
    if (id !== undefined) call.id ||= id
    if (name !== undefined) call.name ||= name
    call.text += argumentsDelta
    if (providerState) call.providerState = providerState
  }

  #endCalls(isReady: (call: Call) => boolean): void {
    for (const [index, call] of this.#calls) {
      if (!isReady(call)) continue
      this.#calls.delete(index)
      const { id, name, text, providerState } = call
      this.#ready.push({ type: 'tool-call', id, name, arguments: text, ...(providerState && { providerState }) })
    }
  }
}

function isWhole({ text }: Call): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
