import type { Choice, Completion } from '../../domain/completion.js'
import type { EventBatch } from '../../domain/completion-event.js'
import type { GatewayError } from '../../domain/gateway-error.js'
import type { AnswerEncoder } from '../stream-answer.js'
import { CandidateWriter } from './candidate-writer.js'
import { toAnswerEnd, toEnd, toGeminiExtra } from './to-generate-response.js'
import { toGoogleError } from './to-google-error.js'

export interface ChunkOptions {
  readonly callId: string
  readonly model: string
  readonly details: boolean
  /** Server-sent events (`alt=sse`), or one JSON array that grows. */
  readonly form: 'sse' | 'array'
}

/** A stream that is one JSON array may be filled with blanks. */
export const ARRAY_FORM = { contentType: 'application/json; charset=utf-8', keepAlive: '\n' } as const

/**
 * Events as pieces of `GenerateContentResponse`, one a batch. The reason to finish waits for `completed`, so that an answer that fails
 * never looks finished.
 */
export class GenerateChunks implements AnswerEncoder {
  readonly #options: ChunkOptions
  readonly #candidates: CandidateWriter[] = []
  #begun = false
  #ended = false

  constructor(options: ChunkOptions) {
    this.#options = options
  }

  get ended(): boolean {
    return this.#ended
  }

  encode(batch: EventBatch): string {
    for (const event of batch) this.#candidate('choice' in event ? event.choice : 0).add(event)
    const last = batch[batch.length - 1]
    if (last?.type === 'completed') return this.#encodeEnd(last.completion)
    const text = this.#encodePieces()
    return last?.type === 'failed' ? text + this.encodeError(last.error) : text
  }

  /** Google's clients see an error in a stream by a line that is JSON without `data:`. */
  encodeError(error: GatewayError): string {
    const body = JSON.stringify(toGoogleError(error))
    const text = this.#options.form === 'sse' ? `${body}\n` : this.#chunk(body)
    return this.#end(text)
  }

  #candidate(index = 0): CandidateWriter {
    while (this.#candidates.length <= index) this.#candidates.push(new CandidateWriter())
    return this.#candidates[index] as CandidateWriter
  }

  #encodePieces(): string {
    const candidates = this.#candidates.flatMap((candidate, index) => {
      const parts = candidate.take()
      return parts.length > 0 ? [{ content: { parts, role: 'model' }, index }] : []
    })
    if (candidates.length === 0) return ''
    const { callId, model } = this.#options
    return this.#chunk(JSON.stringify({ candidates, modelVersion: model, responseId: callId }))
  }

  #encodeEnd(completion: Completion): string {
    const extra = toGeminiExtra(completion)
    const candidates = completion.choices.map((choice, index) => this.#toLast(choice, index, extra.candidate))
    const body = { ...extra.answer, candidates, ...toAnswerEnd(completion, this.#options.details) }
    return this.#end(this.#chunk(JSON.stringify(body)))
  }

  /** Clients keep a turn only if all its pieces have parts. */
  #toLast(choice: Choice, index: number, extra: Parameters<typeof toEnd>[2]): object {
    const rest = this.#candidate(index).end()
    return { content: { parts: rest.length > 0 ? rest : [{ text: '' }], role: 'model' }, ...toEnd(choice, index, extra) }
  }

  #chunk(body: string): string {
    if (this.#options.form === 'sse') return `data: ${body}\n\n`
    const text = `${this.#begun ? ',\n' : '['}${body}`
    this.#begun = true
    return text
  }

  #end(text: string): string {
    this.#ended = true
    return this.#options.form === 'array' ? `${text}]\n` : text
  }
}
