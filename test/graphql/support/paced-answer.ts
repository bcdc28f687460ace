import type { EventBatch } from '../../../src/domain/completion-event.js'
import { completionOf } from './answers.js'
import type { Answer } from './fake-pipeline.js'

/** An answer that says one thing at a time, when the test says so, and stops when the caller has gone. */
export class PacedAnswer {
  private readonly waiting: EventBatch[] = []
  private readonly wakers = new Set<() => void>()
  private said = ''

  readonly answer: Answer = ({ options }) => this.tell(options.signal)

  say(...texts: string[]): void {
    for (const text of texts) this.said += text
    this.push(texts.map((text) => ({ type: 'text-delta', text })))
  }

  push(batch: EventBatch): void {
    this.waiting.push(batch)
    for (const wake of this.wakers) wake()
  }

  complete(): void {
    this.push([{ type: 'completed', completion: completionOf(this.said) }])
  }

  private async *tell(signal: AbortSignal): AsyncGenerator<EventBatch> {
    let wake: () => void = () => {}
    const wakeUp = () => wake()
    this.wakers.add(wakeUp)
    signal.addEventListener('abort', wakeUp, { once: true })
    while (!signal.aborted) {
      const batch = this.waiting.shift()
      if (batch) {
        yield batch
        if (batch.some(({ type }) => type === 'completed')) return
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }
}
