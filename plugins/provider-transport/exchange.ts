import type { Dispatcher } from 'undici'

/** Read-ahead before the socket is paused for a slow reader. */
const HIGH_WATER_BYTES = 256 * 1024
/** Time for the server to close an answer that has said that it is complete, so that its connection can be used again. */
const DRAIN_MS = 1_000

export interface AnswerHead {
  readonly status: number
  readonly header: (name: string) => string | undefined
}

/** One request on the wire: undici's handler on one side, a pull reader of raw reads on the other. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly head: Promise<AnswerHead>
  #acceptHead!: (head: AnswerHead) => void
  #rejectHead!: (error: unknown) => void
  #controller: Dispatcher.DispatchController | undefined
  #reads: Buffer[] = []
  #bytes = 0
  #state: 'open' | 'ended' | 'failed' | 'discarded' = 'open'
  #error: unknown
  #wake: (() => void) | undefined
  #draining: NodeJS.Timeout | undefined
  readonly #signal: AbortSignal
  readonly #onAbort = () => this.#fail(this.#signal.reason, true)

  constructor(signal: AbortSignal) {
    this.#signal = signal
    this.head = new Promise((accept, reject) => {
      this.#acceptHead = accept
      this.#rejectHead = reject
    })
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** Everything that has arrived since the last call, waiting for the first byte of it; null at the end. */
  async next(): Promise<readonly Buffer[] | null> {
    while (this.#reads.length === 0) {
      if (this.#state === 'failed') throw this.#error
      if (this.#state !== 'open') return null
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return this.#take()
  }

  /** The reader wants no more. An answer that is not over loses its socket. */
  discard(): void {
    if (this.#state !== 'open') return
    this.#settle('discarded')
    this.#controller?.abort(new Error('The answer is no longer wanted'))
  }

  /** The reader has all it needs and the server should be about to end: give it a moment, so that the connection is kept. */
  drain(): void {
    if (this.#state !== 'open') return
    this.#settle('discarded')
    const controller = this.#controller
    controller?.resume()
    this.#draining = setTimeout(() => controller?.abort(new Error('The answer did not end')), DRAIN_MS).unref()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#state !== 'open') controller.abort(toError(this.#error))
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return
    this.#acceptHead({ status, header: (name) => single(headers[name]) })
  }

  onResponseData(controller: Dispatcher.DispatchController, read: Buffer): void {
    if (this.#state !== 'open') return
    this.#reads.push(read)
    this.#bytes += read.length
    if (this.#bytes > HIGH_WATER_BYTES) controller.pause()
    this.#wakeReader()
  }

  onResponseEnd(): void {
    clearTimeout(this.#draining)
    if (this.#state === 'open') this.#settle('ended')
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.#draining)
    this.#fail(error, false)
  }

  #take(): readonly Buffer[] {
    const reads = this.#reads
    this.#reads = []
    if (this.#bytes > HIGH_WATER_BYTES) this.#controller?.resume()
    this.#bytes = 0
    return reads
  }

  /** What has arrived before a failure of the server is still shown; a caller that hung up wants none of it. */
  #fail(error: unknown, aborted: boolean): void {
    if (this.#state !== 'open') return
    this.#error = error
    if (aborted) this.#reads = []
    this.#settle('failed')
    this.#rejectHead(error)
    if (aborted) this.#controller?.abort(toError(error))
  }

  #settle(state: 'ended' | 'failed' | 'discarded'): void {
    this.#state = state
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#wakeReader()
  }

  #wakeReader(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason })
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
