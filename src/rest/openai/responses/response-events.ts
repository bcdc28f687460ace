import type { CompletedEvent, EventBatch, FailedEvent } from '../../../domain/completion-event.js'
import type { GatewayError } from '../../../domain/gateway-error.js'
import type { JsonObject } from '../../../domain/json.js'
import { toOpenAiError } from '../to-openai-error.js'
import { toWeirDetails } from '../weir-details.js'
import type { ResponsesRequest } from './from-responses-request.js'
import { isStored } from './keep-response.js'
import { OutputItems } from './output-items.js'
import { type ResponseHead, toFailedResponse, toItemStatus, toResponse, toStartedResponse } from './to-response.js'
import type { WireEvent } from './wire-item.js'

/**
 * The answer as server-sent events of the Responses API. What a batch brings of one text becomes one delta. The items' ends wait for
 * `completed`, so that an answer that fails never looks finished.
 */
export class ResponseEvents {
  readonly items: OutputItems
  readonly #asked: ResponsesRequest
  readonly #details: boolean
  #started: JsonObject | undefined
  #pending: WireEvent[] = []
  #sequence = 0
  #ended = false

  constructor(asked: ResponsesRequest, details: boolean) {
    this.#asked = asked
    this.#details = details
    const emit = (event: WireEvent) => this.#emit(event)
    this.items = new OutputItems({ emit, logprobs: asked.logprobs, nativeIds: !asked.store })
  }

  /** Whether the last event of the stream has been made. */
  get ended(): boolean {
    return this.#ended
  }

  /** The call is on its way: what comes first. */
  begin(head: ResponseHead): void {
    this.items.begin(head.callId)
    this.#started = toStartedResponse(this.#asked, head)
    this.#emit({ type: 'response.created', response: this.#started })
    this.#emit({ type: 'response.in_progress', response: this.#started })
  }

  encode(batch: EventBatch): string {
    for (const event of batch) {
      if (event.type === 'completed') this.#complete(event)
      else if (event.type === 'failed') this.#fail(event)
      else this.items.add(event)
    }
    return this.#flush()
  }

  /** The last words of a stream that broke by a fault of ours. */
  encodeBug(error: GatewayError): string {
    this.#ended = true
    const { message, code, param } = toOpenAiError(error).error
    this.#emit({ type: 'error', code, message, param })
    return this.#flush()
  }

  #complete({ completion }: CompletedEvent): void {
    this.#ended = true
    const status = toItemStatus(completion)
    this.items.close(status)
    const response = {
      ...toResponse(this.#asked, completion, this.items.toWire(status)),
      store: isStored(this.#asked, completion),
      ...(this.#details && { weir: toWeirDetails(completion) }),
    }
    this.#emit({ type: `response.${status}`, response })
  }

  #fail({ error }: FailedEvent): void {
    this.#ended = true
    const response = toFailedResponse(this.#started ?? {}, error, this.items.toWire('incomplete'))
    this.#emit({ type: 'response.failed', response: { ...response, store: false } })
  }

  #emit(event: WireEvent): void {
    const last = this.#pending[this.#pending.length - 1]
    if (last && event.delta !== undefined && continues(last, event)) {
      last.delta += event.delta
      if (event.logprobs) last.logprobs = [...(last.logprobs ?? []), ...event.logprobs]
    } else this.#pending.push(event)
  }

  #flush(): string {
    let text = ''
    for (const { type, ...fields } of this.#pending) {
      text += `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: this.#sequence++, ...fields })}\n\n`
    }
    this.#pending = []
    return text
  }
}

function continues(last: WireEvent, event: WireEvent): boolean {
  return (
    last.type === event.type &&
    last['output_index'] === event['output_index'] &&
    last['content_index'] === event['content_index'] &&
    last['summary_index'] === event['summary_index']
  )
}
