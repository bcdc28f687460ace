import type { Socket } from 'node:net'
import { maxMessageBytes } from '../commands/handshake.js'
import type { CommandRequest, Reply } from '../commands/request.js'
import { toRequest } from '../commands/request.js'
import { Frames } from './frames.js'
import { type Message, parseMessage, toMessage } from './message.js'

export interface ConnectionOptions {
  socket: Socket
  id: number
  execute(request: CommandRequest): Promise<Reply>
  toErrorReply(error: unknown): Reply
}

/** One client: its messages are answered one after the other, and no more is read while answers wait to be taken. */
export class Connection {
  readonly #frames = new Frames(maxMessageBytes)
  readonly #waiting: Buffer[] = []
  #busy = false

  constructor(readonly options: ConnectionOptions) {
    const { socket } = options
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('error', () => socket.destroy())
  }

  #receive(chunk: Buffer): void {
    try {
      this.#waiting.push(...this.#frames.push(chunk))
    } catch {
      // After a wrong length there is no telling where the next message begins.
      this.options.socket.destroy()
      return
    }
    if (!this.#busy) void this.#answerAll()
  }

  async #answerAll(): Promise<void> {
    const { socket } = this.options
    this.#busy = true
    socket.pause()
    for (let bytes = this.#waiting.shift(); bytes !== undefined && !socket.destroyed; bytes = this.#waiting.shift()) {
      const answer = await this.#answer(bytes)
      if (answer !== null && !socket.destroyed && !socket.write(answer)) await drained(socket)
    }
    this.#busy = false
    socket.resume()
  }

  async #answer(bytes: Buffer): Promise<Buffer | null> {
    let message: Message | undefined
    try {
      message = parseMessage(bytes)
      const reply = await this.options.execute(toRequest(message.body, message.sequences, this.options.id))
      return message.moreToCome ? null : toMessage(message, reply)
    } catch (error) {
      if (message?.moreToCome) return null
      const asked = message ?? { requestId: bytes.readInt32LE(4), opCode: bytes.readInt32LE(12) }
      return toMessage(asked, this.options.toErrorReply(error))
    }
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.once('drain', done)
    socket.once('close', done)
  })
}
