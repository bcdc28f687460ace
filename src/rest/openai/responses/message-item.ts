import type { RefusalDeltaEvent, TextDeltaEvent, TokenLogprob } from '../../../domain/completion-event.js'
import type { Citation } from '../../../domain/content.js'
import type { Json, JsonObject } from '../../../domain/json.js'
import { toCharacters } from './characters.js'
import type { Emit, ItemPlace, ItemStatus, OutputItem } from './wire-item.js'

interface Content {
  readonly type: 'output_text' | 'refusal'
  text: string
  readonly annotations: JsonObject[]
  readonly logprobs: JsonObject[]
}

/** What the assistant said: texts with their sources, and refusals. */
export class MessageItem implements OutputItem {
  readonly parts: number[] = []
  readonly nativeId: string | undefined
  readonly #place: ItemPlace
  readonly #emit: Emit
  readonly #phase: Json | undefined
  readonly #showLogprobs: boolean
  readonly #content: Content[] = []
  #closed = false

  constructor(place: ItemPlace, emit: Emit, state: JsonObject | undefined, showLogprobs: boolean) {
    this.#place = place
    this.#emit = emit
    this.#showLogprobs = showLogprobs
    this.nativeId = typeof state?.['id'] === 'string' ? state['id'] : undefined
    this.#phase = state?.['phase']
    emit({ type: 'response.output_item.added', output_index: place.index, item: this.#toItem('in_progress', []) })
  }

  /** Begins another content part. */
  begin(part: number, type: Content['type']): void {
    this.#closeContent()
    this.parts.push(part)
    this.#content.push({ type, text: '', annotations: [], logprobs: [] })
    this.#tell('response.content_part.added', { part: toContent(this.#open) })
  }

  add(event: TextDeltaEvent | RefusalDeltaEvent): void {
    const open = this.#open
    open.text += event.text
    if (event.type === 'refusal-delta') {
      if (event.text !== '') this.#tell('response.refusal.delta', { delta: event.text })
      return
    }
    const logprobs = this.#showLogprobs ? toWireLogprobs(event.logprobs ?? []) : []
    open.logprobs.push(...logprobs)
    if (event.text !== '' || logprobs.length > 0) this.#tell('response.output_text.delta', { delta: event.text, logprobs })
    for (const citation of event.citations ?? []) this.#annotate(open, citation)
  }

  toWire(status: ItemStatus): JsonObject {
    return this.#toItem(status, this.#content.map(toContent))
  }

  close(status: ItemStatus): void {
    if (this.#closed) return
    this.#closed = true
    this.#closeContent()
    this.#emit({ type: 'response.output_item.done', output_index: this.#place.index, item: this.toWire(status) })
  }

  get #open(): Content {
    return this.#content[this.#content.length - 1] as Content
  }

  #annotate(open: Content, citation: Citation): void {
    const annotation = toAnnotation(citation, open.text)
    this.#tell('response.output_text.annotation.added', { annotation_index: open.annotations.length, annotation })
    open.annotations.push(annotation)
  }

  #closeContent(): void {
    const open = this.#content.at(-1)
    if (!open) return
    if (open.type === 'refusal') this.#tell('response.refusal.done', { refusal: open.text })
    else this.#tell('response.output_text.done', { text: open.text, logprobs: open.logprobs })
    this.#tell('response.content_part.done', { part: toContent(open) })
  }

  #tell(type: string, fields: object): void {
    const { id, index } = this.#place
    this.#emit({ type, item_id: id, output_index: index, content_index: this.#content.length - 1, ...fields })
  }

  #toItem(status: ItemStatus | 'in_progress', content: readonly JsonObject[]): JsonObject {
    const phase = this.#phase === undefined ? {} : { phase: this.#phase }
    return { id: this.#place.id, type: 'message', status, role: 'assistant', ...phase, content }
  }
}

function toContent({ type, text, annotations, logprobs }: Content): JsonObject {
  if (type === 'refusal') return { type, refusal: text }
  return { type, annotations: [...annotations], logprobs: [...logprobs], text }
}

/** One of this dialect is shown as it came; what has no URL still says its title and its words. */
export function toAnnotation({ native, url, title, citedText, start, end }: Citation, text: string): JsonObject {
  if (native?.dialect === 'openai-responses') return native.value
  return {
    type: 'url_citation',
    start_index: toCharacters(start ?? 0, text),
    end_index: toCharacters(end ?? text.length, text),
    url: url ?? '',
    title: title ?? '',
    ...(citedText !== undefined && { cited_text: citedText }),
  }
}

function toWireLogprobs(logprobs: readonly TokenLogprob[]): JsonObject[] {
  return logprobs.map(({ token, logprob, bytes, top }) => ({
    token,
    logprob,
    bytes: bytes ?? [],
    top_logprobs: (top ?? []).map((other) => ({ token: other.token, logprob: other.logprob, bytes: other.bytes ?? [] })),
  }))
}
