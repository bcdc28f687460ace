import { type EventBatch, type FinishReason, isContent } from '../domain/completion-event.js'
import { GatewayError } from '../domain/gateway-error.js'
import { outputTokens, type Usage } from '../domain/usage.js'

/** What was heard of an answer so far: enough to tell whether it is one. */
export class HeardAnswer {
  usage: Usage | undefined
  finished = false
  /** Whether there was content. */
  said = false
  /** The end of an answer that said nothing, held back: whether it is an answer at all is known when it is whole. */
  readonly silentEnd: EventBatch[] = []

  add(batch: EventBatch): void {
    for (const event of batch) {
      if (event.type === 'usage') this.usage = event.usage
      else if (event.type === 'finish') this.finished = true
      else if (!this.said && isContent(event)) this.said = true
    }
  }

  /** What is wrong with an answer that has ended; null when it is one. */
  failure(modelId: string, fallsBackWhenFiltered: (() => boolean) | undefined): GatewayError | null {
    if (!this.finished) return new GatewayError('PROVIDER_STREAM_CUT', `${modelId} ended its answer without finishing it.`)
    if (this.said) return null
    const reasons = finishReasonsOf(this.silentEnd)
    if (reasons.includes('STOP') && this.#isUncounted())
      return new GatewayError('PROVIDER_BAD_RESPONSE', `${modelId} answered with nothing.`)
    if (reasons.every((reason) => reason === 'CONTENT_FILTER') && fallsBackWhenFiltered?.())
      return new GatewayError('CONTENT_FILTERED', `A filter of ${modelId} left nothing of its answer.`)
    return null
  }

  #isUncounted(): boolean {
    return this.usage === undefined || outputTokens(this.usage) === 0
  }
}

function finishReasonsOf(batches: readonly EventBatch[]): readonly FinishReason[] {
  return batches.flat().flatMap((event) => (event.type === 'finish' ? [event.reason] : []))
}
