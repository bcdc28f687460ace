import type { KeyObject } from 'node:crypto'
import fs from 'node:fs'
import type { ChainHead } from './chain.js'
import { appendAnchor, createAnchor, openHead, writeHead } from './head-file.js'
import type { JournalLog } from './journal-options.js'

export interface HeadKeeperOptions {
  readonly directory: string
  readonly key: KeyObject
  readonly writer: string
  readonly now: () => Date
  readonly log: JournalLog
}

const ANCHOR_EVERY_MS = 3_600_000

/** Writes down what was drained: the last head after each batch, and one an hour for good. */
export class HeadKeeper {
  readonly #options: HeadKeeperOptions
  readonly #fd: number
  #lastAnchorMs: number

  constructor(options: HeadKeeperOptions) {
    this.#fd = openHead(options.directory)
    this.#options = options
    this.#lastAnchorMs = options.now().getTime()
  }

  /** A head that cannot be written is only old: what follows it is drained again, which changes nothing. */
  keep(head: ChainHead): void {
    const { directory, key, writer, now, log } = this.#options
    try {
      const time = now()
      const anchor = createAnchor(key, writer, head, time)
      writeHead(this.#fd, anchor)
      if (time.getTime() - this.#lastAnchorMs < ANCHOR_EVERY_MS) return
      appendAnchor(directory, anchor)
      this.#lastAnchorMs = time.getTime()
    } catch (error) {
      log.warn({ err: error }, 'The head of the journal could not be written')
    }
  }

  close(): void {
    fs.closeSync(this.#fd)
  }
}
