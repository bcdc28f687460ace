import { rmSync } from 'node:fs'
import { createServer as createSocketServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { Cursors } from './commands/cursors.js'
import { execute, toErrorReply } from './commands/execute.js'
import type { ServerState } from './commands/server-state.js'
import { WriteQueue } from './commands/write-queue.js'
import { makePrivateFolder } from './socket-path.js'
import { Catalog } from './storage/catalog.js'
import { lockDataDir } from './storage/lock.js'
import { Store } from './storage/store.js'
import { sweepExpired } from './storage/sweep.js'
import { Connection } from './wire/connection.js'

export interface ServerOptions {
  dataDir: string
  nowMs?(): number
  log?(line: string): void
  maxConnections?: number
  /** How often expired documents and idle cursors are removed. */
  sweepEveryMs?: number
}

export interface EmbeddedServer {
  /** Listens in a folder that only this user may enter. */
  listen(socketPath: string): Promise<void>
  close(): Promise<void>
  /** Removes documents that a TTL index says are over, a bounded number at a time. Returns how many. */
  sweepExpired(): Promise<number>
  readonly catalog: Catalog
}

/** Opens a data folder. @throws Error when another process owns it */
export function createServer(options: ServerOptions): EmbeddedServer {
  const unlock = lockDataDir(options.dataDir)
  try {
    return new SocketServer(options, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

const defaultMaxConnections = 500

class SocketServer implements EmbeddedServer {
  readonly catalog: Catalog
  readonly #store: Store
  readonly #sockets = new Set<Socket>()
  readonly #server: Server
  readonly #writes: WriteQueue
  readonly #state: ServerState
  readonly #timer: NodeJS.Timeout
  readonly #log: (line: string) => void
  #connections = 0

  constructor(
    readonly options: ServerOptions,
    readonly unlock: () => void,
  ) {
    const nowMs = options.nowMs ?? Date.now
    this.#log = options.log ?? (() => {})
    this.#store = new Store(options.dataDir)
    this.catalog = new Catalog(this.#store)
    this.#writes = new WriteQueue(this.catalog)
    const cursors = new Cursors(nowMs)
    this.#state = { catalog: this.catalog, cursors, nowMs, startedAtMs: nowMs(), connectionCount: () => this.#sockets.size }
    this.#server = createSocketServer((socket) => this.#accept(socket))
    this.#timer = setInterval(() => void this.#sweep(), options.sweepEveryMs ?? 60_000).unref()
  }

  #accept(socket: Socket): void {
    if (this.#sockets.size >= (this.options.maxConnections ?? defaultMaxConnections)) {
      socket.destroy()
      return
    }
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    new Connection({
      socket,
      id: ++this.#connections,
      execute: (request) => execute(request, this.#state, this.#writes),
      toErrorReply: (error) => toErrorReply(error, this.#log),
    })
  }

  async listen(socketPath: string): Promise<void> {
    makePrivateFolder(dirname(socketPath))
    // The lock of the data folder says that whoever left this socket is gone.
    rmSync(socketPath, { force: true })
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(socketPath, resolve)
    })
  }

  sweepExpired(): Promise<number> {
    return this.#writes.run(() => sweepExpired(this.catalog, this.#state.nowMs()))
  }

  async #sweep(): Promise<void> {
    this.#state.cursors.expireIdle()
    try {
      await this.sweepExpired()
    } catch (error) {
      this.#log(`embedded MongoDB: the sweep of expired documents failed: ${String(error)}`)
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    for (const socket of this.#sockets) socket.destroy()
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve))
    // Whatever was queued commits first.
    await this.#writes.run(() => undefined)
    await this.#store.close()
    this.unlock()
  }
}
