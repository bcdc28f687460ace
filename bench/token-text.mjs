/**
 * A token is a word and a space, so that a client counts tokens whatever way their text was cut into events. A paced token's word is the
 * moment of its sending on the machine's monotonic clock, in microseconds, so that any process of the machine can tell its delay.
 */
export function nowMicros() {
  const [seconds, nanos] = process.hrtime()
  return seconds * 1e6 + Math.floor(nanos / 1000)
}

export function stampToken() {
  return `${nowMicros()} `
}

/** Reads tokens out of text deltas; a token that is cut in two counts when its end arrives. */
export class TokenReader {
  #unfinished = ''

  tokens = 0
  events = 0

  /** Milliseconds from the sending of each stamped token to its arrival. */
  delaysMs = []

  read(text, arrivedMicros) {
    this.events += 1
    const words = (this.#unfinished + text).split(' ')
    this.#unfinished = words.pop() ?? ''
    this.tokens += words.length
    for (const word of words) this.#noteDelay(word, arrivedMicros)
  }

  #noteDelay(word, arrivedMicros) {
    if (/^\d{7,}$/.test(word)) this.delaysMs.push((arrivedMicros - Number(word)) / 1000)
  }
}
