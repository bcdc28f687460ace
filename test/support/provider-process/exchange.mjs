/** One chat request being answered: the verbs that scenarios are made of. */

import { usageOf } from './answers.mjs'
import { toBody, toChunks } from './wire.mjs'

/** @typedef {import('./answers.mjs').Answer} Answer */

export class Exchange {
  /** @type {NodeJS.Timeout | undefined} */
  #timer
  #resume = () => {}

  /**
   * @param {import('node:http').ServerResponse} response
   * @param {any} body
   * @param {{ id: string, model: string }} identity
   * @param {import('./server.mjs').LedgerEntry} entry
   */
  constructor(response, body, identity, entry) {
    this.response = response
    this.body = body
    this.identity = identity
    this.entry = entry
    response.on('close', () => {
      clearTimeout(this.#timer)
      this.#resume()
    })
  }

  /** `apart`: a pause before content too. @param {Answer} answer @param {{ paceMs?: number, apart?: boolean, usage?: 'first' | 'none' }} [options] */
  async answer(answer, { paceMs = 0, apart, usage } = {}) {
    if (this.body.stream) return this.stream(answer, { paceMs, apart, usage })
    const pieces = usageOf(answer, this.body).completion_tokens
    if (paceMs > 0) await this.#wait(paceMs * pieces)
    const body = toBody(answer, this.body, this.identity)
    this.#count(answer)
    this.whole(JSON.stringify(usage === 'none' ? { ...body, usage: undefined } : body))
    this.entry.sentTokens = pieces
    this.entry.outcome = 'complete'
  }

  /** @param {Answer} answer @param {{ paceMs?: number, apart?: boolean, stopAfter?: number, withoutDone?: boolean, usage?: 'first' | 'none' }} [options] */
  async stream(answer, { paceMs = 0, apart = false, stopAfter, withoutDone, usage } = {}) {
    this.#count(answer)
    this.begin()
    const all = placeUsage(toChunks(answer, this.body, this.identity), usageOf(answer, this.body), usage)
    for (const chunk of stopAfter === undefined ? all : all.slice(0, stopAfter)) {
      if (paceMs > 0 && (apart || this.entry.sentTokens > 0)) await this.#wait(paceMs)
      if (this.response.destroyed) return
      this.data(chunk)
      if (isPiece(chunk)) this.entry.sentTokens++
    }
    if (stopAfter !== undefined) return this.#flush(': flush\n\n')
    if (!withoutDone) this.raw('data: [DONE]\n\n')
    this.entry.outcome = 'complete'
    this.end()
  }

  /** @param {number} ms @param {() => void | Promise<void>} then */
  async after(ms, then) {
    await this.#wait(ms)
    if (!this.response.destroyed) await then()
  }

  begin() {
    if (!this.response.headersSent) {
      this.response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
      this.response.flushHeaders()
    }
  }

  /** The head of an answer in one piece. */
  beginBody() {
    this.response.writeHead(200, { 'content-type': 'application/json' })
    this.response.flushHeaders()
  }

  /** The first half of an answer in one piece. @param {Answer} answer */
  halfBody(answer) {
    this.#count(answer)
    this.beginBody()
    const text = JSON.stringify(toBody(answer, this.body, this.identity))
    return this.#flush(text.slice(0, text.length / 2))
  }

  /** @param {unknown} value */
  data(value) {
    this.raw(`data: ${JSON.stringify(value)}\n\n`)
  }

  /** @param {string} text */
  raw(text) {
    this.begin()
    this.response.write(text)
  }

  end() {
    this.response.end()
  }

  cut() {
    this.entry.outcome = 'cut'
    this.response.destroy()
  }

  /** @param {number} status @param {object} error @param {Record<string, string>} [headers] */
  fail(status, error, headers = {}) {
    this.entry.outcome = 'error'
    this.entry.status = status
    this.response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }))
  }

  /** @param {string} text @param {string} [type] */
  whole(text, type = 'application/json') {
    this.response.writeHead(200, { 'content-type': type }).end(text)
  }

  /** @param {string} location */
  redirect(location) {
    this.response.writeHead(302, { location }).end()
  }

  /** Until what was written is with the kernel: a socket destroyed sooner takes it along. @param {string} text */
  #flush(text) {
    return /** @type {Promise<void>} */ (new Promise((resolve) => this.response.write(text, () => resolve())))
  }

  /** @param {Answer} answer */
  #count(answer) {
    const usage = usageOf(answer, this.body)
    this.entry.promptTokens = usage.prompt_tokens
    this.entry.completionTokens = usage.completion_tokens
  }

  /** Ends early when the client goes. @param {number} ms */
  #wait(ms) {
    return /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        this.#resume = resolve
        this.#timer = setTimeout(resolve, ms)
      })
    )
  }
}

/** @param {any[]} chunks @param {object} usage @param {'first' | 'none' | undefined} place */
function placeUsage(chunks, usage, place) {
  if (place === undefined) return chunks
  const without = chunks.filter((chunk) => chunk.usage === undefined)
  return place === 'none' ? without : without.map((chunk, index) => (index === 0 ? { ...chunk, usage } : chunk))
}

/** @param {any} chunk */
function isPiece(chunk) {
  const delta = chunk.choices[0]?.delta
  return Boolean(delta?.content || delta?.reasoning_content || delta?.refusal || delta?.tool_calls)
}
