import { headerBytes } from './message.js'

/** Cuts a stream of bytes into messages by the length that each begins with. Nothing is set aside for a length before its bytes came. */
export class Frames {
  #chunks: Buffer[] = []
  #bytes = 0

  constructor(readonly maxBytes: number) {}

  /** The messages that are complete now. @throws RangeError for a length that no message can have */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    const frames: Buffer[] = []
    for (let length = this.#nextLength(); length !== null && this.#bytes >= length; length = this.#nextLength()) {
      frames.push(this.#take(length))
    }
    return frames
  }

  #nextLength(): number | null {
    if (this.#bytes < 4) return null
    if (this.#chunks[0]!.length < 4) this.#chunks = [Buffer.concat(this.#chunks)]
    const length = this.#chunks[0]!.readInt32LE(0)
    if (length < headerBytes || length > this.maxBytes) throw new RangeError(`a message of ${length} bytes`)
    return length
  }

  #take(length: number): Buffer {
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#bytes = all.length - length
    this.#chunks = this.#bytes > 0 ? [all.subarray(length)] : []
    return all.subarray(0, length)
  }
}
