import type {
  CompletionEvent,
  NativeEvent,
  ReasoningDeltaEvent,
  RefusalDeltaEvent,
  TextDeltaEvent,
  ToolCallDeltaEvent,
} from '../../../domain/completion-event.js'
import type { ProviderState } from '../../../domain/content.js'
import type { JsonObject } from '../../../domain/json.js'
import { CallItem } from './call-item.js'
import { MessageItem } from './message-item.js'
import { ReasoningItem } from './reasoning-item.js'
import { type ItemPrefix, toItemId } from './response-ids.js'
import type { Emit, ItemPlace, ItemStatus, OutputItem } from './wire-item.js'

export const DIALECT = 'openai-responses'

export interface OutputItemsOptions {
  readonly emit: Emit
  readonly logprobs: boolean
  /** Whether items bear the ids that OpenAI gave them. What is stored bears ours, by which it is found again. */
  readonly nativeIds: boolean
}

type SpokenEvent = TextDeltaEvent | RefusalDeltaEvent | ReasoningDeltaEvent

/** The part of the answer that the last event began: as the pipeline's own fold has it, so that parts and items can be matched. */
interface LastPart {
  readonly type: CompletionEvent['type']
  readonly part: number | undefined
}

/**
 * The answer as items of the output. Both forms of it come from here: the events while it grows, and the whole. Texts and refusals in a
 * row are one message; a call stays open while another may grow beside it.
 */
export class OutputItems {
  readonly #options: OutputItemsOptions
  readonly #items: OutputItem[] = []
  readonly #calls = new Map<number, CallItem>()
  #callId = ''
  #parts = 0
  #last: LastPart | undefined

  constructor(options: OutputItemsOptions) {
    this.#options = options
  }

  /** Before any content: ids of items are derived from the call's. */
  begin(callId: string): void {
    this.#callId = callId
  }

  add(event: CompletionEvent): void {
    switch (event.type) {
      case 'started':
        return this.begin(event.callId)
      case 'text-delta':
      case 'refusal-delta':
      case 'reasoning-delta':
        if (!event.choice) this.#addSpoken(event)
        return
      case 'tool-call-delta':
        if (!event.choice) this.#addCall(event)
        return
      case 'native':
        if (!event.choice) this.#addNative(event)
    }
  }

  toWire(status: ItemStatus): JsonObject[] {
    return this.#items.map((item, index) => item.toWire(index === this.#items.length - 1 ? status : 'completed'))
  }

  /** The numbers of the answer's parts that each item shows. */
  layout(): number[][] {
    return this.#items.map(({ parts }) => parts)
  }

  /** The answer is over. Only its last item can be cut off. */
  close(status: ItemStatus): void {
    for (const item of this.#items.slice(0, -1)) item.close('completed')
    this.#items.at(-1)?.close(status)
  }

  #addSpoken(event: SpokenEvent): void {
    const continues = this.#last?.type === event.type && this.#last.part === event.part
    if (!continues) {
      const citations = event.type === 'text-delta' && event.citations
      if (event.text === '' && !event.providerState && !citations) return
      this.#beginSpoken(event)
    }
    const item = this.#items.at(-1)
    if (event.type === 'reasoning-delta') (item as ReasoningItem).add(event.text, event.providerState)
    else (item as MessageItem).add(event)
  }

  #beginSpoken(event: SpokenEvent): void {
    const part = this.#beginPart(event.type, event.part)
    const own = ownState(event.providerState)
    if (event.type === 'reasoning-delta') {
      this.#open('rs', own, (place) => new ReasoningItem(place, this.#options.emit)).begin(part)
      return
    }
    const open = this.#items.at(-1)
    const continues = open instanceof MessageItem && (own?.['id'] === undefined || own['id'] === open.nativeId)
    const { emit, logprobs } = this.#options
    const item = continues ? open : this.#open('msg', own, (place) => new MessageItem(place, emit, own, logprobs))
    item.begin(part, event.type === 'text-delta' ? 'output_text' : 'refusal')
  }

  #addCall(event: ToolCallDeltaEvent): void {
    let item = this.#calls.get(event.index)
    if (!item) {
      const part = this.#beginPart(event.type, event.part)
      item = this.#open('fc', ownState(event.providerState), (place) => new CallItem(place, this.#options.emit, part, event))
      this.#calls.set(event.index, item)
    }
    item.add(event)
  }

  /** Items of another dialect mean nothing here. */
  #addNative(event: NativeEvent): void {
    const part = this.#beginPart(event.type, event.part)
    if (event.dialect !== DIALECT) return
    const item = this.#open('rs', undefined, ({ index }) => new NativeItem(index, this.#options.emit, part, event.value))
    item.close()
  }

  #beginPart(type: LastPart['type'], part: number | undefined): number {
    this.#last = { type, part }
    return this.#parts++
  }

  #open<Item extends OutputItem>(prefix: ItemPrefix, own: JsonObject | undefined, create: (place: ItemPlace) => Item): Item {
    for (const item of this.#items) if (!(item instanceof CallItem) || item.isWhole) item.close('completed')
    const index = this.#items.length
    const nativeId = this.#options.nativeIds && typeof own?.['id'] === 'string' ? own['id'] : undefined
    const item = create({ id: nativeId ?? toItemId(prefix, this.#callId, index), index })
    this.#items.push(item)
    return item
  }
}

/** An item that the provider made whole, such as a search of its own. */
class NativeItem implements OutputItem {
  readonly parts: number[]
  readonly #index: number
  readonly #emit: Emit
  readonly #value: JsonObject
  #closed = false

  constructor(index: number, emit: Emit, part: number, value: JsonObject) {
    this.parts = [part]
    this.#index = index
    this.#emit = emit
    this.#value = value
    emit({ type: 'response.output_item.added', output_index: index, item: value })
  }

  toWire(): JsonObject {
    return this.#value
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#emit({ type: 'response.output_item.done', output_index: this.#index, item: this.#value })
  }
}

function ownState(state: ProviderState | undefined): JsonObject | undefined {
  return state?.provider === DIALECT ? (state.value as JsonObject) : undefined
}
