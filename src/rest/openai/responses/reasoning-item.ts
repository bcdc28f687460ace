import type { ProviderState } from '../../../domain/content.js'
import type { JsonObject } from '../../../domain/json.js'
import { wrapState } from '../../opaque-state.js'
import type { Emit, ItemPlace, ItemStatus, OutputItem } from './wire-item.js'

/** What the model thought, as a summary; what its provider wants back is in `encrypted_content`. */
export class ReasoningItem implements OutputItem {
  readonly parts: number[] = []
  readonly #place: ItemPlace
  readonly #emit: Emit
  readonly #summary: string[] = []
  #state: ProviderState | undefined
  #isOpen = false
  #closed = false

  constructor(place: ItemPlace, emit: Emit) {
    this.#place = place
    this.#emit = emit
    emit({ type: 'response.output_item.added', output_index: place.index, item: this.#toItem('in_progress', []) })
  }

  begin(part: number): void {
    this.#closeSummary()
    this.parts.push(part)
  }

  add(text: string, state: ProviderState | undefined): void {
    if (state) this.#state = state
    if (text === '') return
    if (!this.#isOpen) this.#openSummary()
    this.#summary[this.#summary.length - 1] += text
    this.#tell('response.reasoning_summary_text.delta', { delta: text })
  }

  toWire(status: ItemStatus): JsonObject {
    const encrypted = this.#state && toEncrypted(this.#state, this.#place.id)
    const item = this.#toItem(status, this.#summary.map(toSummary))
    return encrypted === undefined ? item : { ...item, encrypted_content: encrypted }
  }

  close(status: ItemStatus): void {
    if (this.#closed) return
    this.#closed = true
    this.#closeSummary()
    this.#emit({ type: 'response.output_item.done', output_index: this.#place.index, item: this.toWire(status) })
  }

  #openSummary(): void {
    this.#isOpen = true
    this.#summary.push('')
    this.#tell('response.reasoning_summary_part.added', { part: toSummary('') })
  }

  #closeSummary(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    const text = this.#summary.at(-1) ?? ''
    this.#tell('response.reasoning_summary_text.done', { text })
    this.#tell('response.reasoning_summary_part.done', { part: toSummary(text) })
  }

  #tell(type: string, fields: object): void {
    const { id, index } = this.#place
    this.#emit({ type, item_id: id, output_index: index, summary_index: this.#summary.length - 1, ...fields })
  }

  #toItem(status: ItemStatus | 'in_progress', summary: readonly JsonObject[]): JsonObject {
    return { id: this.#place.id, type: 'reasoning', status, summary }
  }
}

function toSummary(text: string): JsonObject {
  return { type: 'summary_text', text }
}

/** OpenAI's own goes as it is when the item bears the id that it belongs to; else the id must travel with it. */
function toEncrypted(state: ProviderState, shownId: string): string {
  const { id, encryptedContent, ...rest } = state.value as JsonObject
  const isWhole = state.provider === 'openai-responses' && id === shownId && Object.keys(rest).length === 0
  return isWhole && typeof encryptedContent === 'string' ? encryptedContent : wrapState(state)
}
