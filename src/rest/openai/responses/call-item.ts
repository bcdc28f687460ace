import type { ToolCallDeltaEvent } from '../../../domain/completion-event.js'
import type { JsonObject } from '../../../domain/json.js'
import type { Emit, ItemPlace, ItemStatus, OutputItem } from './wire-item.js'

/** A call of one of the caller's functions. Calls may grow side by side. */
export class CallItem implements OutputItem {
  readonly parts: number[] = []
  readonly #place: ItemPlace
  readonly #emit: Emit
  #callId: string
  #name: string
  #arguments = ''
  #closed = false

  constructor(place: ItemPlace, emit: Emit, part: number, { id = '', name = '' }: ToolCallDeltaEvent) {
    this.#place = place
    this.#emit = emit
    this.parts.push(part)
    this.#callId = id
    this.#name = name
    emit({ type: 'response.output_item.added', output_index: place.index, item: this.#toItem('in_progress') })
  }

  add({ id, name, argumentsDelta }: ToolCallDeltaEvent): void {
    this.#callId ||= id ?? ''
    this.#name ||= name ?? ''
    if (argumentsDelta === '') return
    this.#closed = false
    this.#arguments += argumentsDelta
    this.#tell('response.function_call_arguments.delta', { delta: argumentsDelta })
  }

  /** Whether nothing can follow: what comes after a whole JSON value would spoil it. */
  get isWhole(): boolean {
    if (this.#closed) return true
    try {
      JSON.parse(this.#arguments)
      return true
    } catch {
      return false
    }
  }

  toWire(status: ItemStatus): JsonObject {
    return this.#toItem(status)
  }

  close(status: ItemStatus): void {
    if (this.#closed) return
    this.#closed = true
    this.#tell('response.function_call_arguments.done', { arguments: this.#arguments, name: this.#name })
    this.#emit({ type: 'response.output_item.done', output_index: this.#place.index, item: this.toWire(status) })
  }

  #tell(type: string, fields: object): void {
    this.#emit({ type, item_id: this.#place.id, output_index: this.#place.index, ...fields })
  }

  #toItem(status: ItemStatus | 'in_progress'): JsonObject {
    const { id } = this.#place
    return { id, type: 'function_call', status, arguments: this.#arguments, call_id: this.#callId, name: this.#name }
  }
}
