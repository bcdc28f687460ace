import { setTimeout as pause } from 'node:timers/promises'
import type { FromServer, ToServer } from './process-messages.js'
import { createServer, type EmbeddedServer } from './server.js'
import { FolderInUseError } from './storage/lock.js'

const OWNER_PATIENCE_MS = 5_000
const OWNER_RETRY_MS = 50

/** The process of the embedded database: `node server-process.js DATA_DIR SOCKET_PATH`, forked by `startEmbeddedMongodb`. */
const [dataDir, socketPath] = process.argv.slice(2)

function say(message: FromServer): void {
  if (process.connected) process.send?.(message)
}

async function serve(): Promise<EmbeddedServer> {
  if (dataDir === undefined || socketPath === undefined) throw new Error('usage: server-process DATA_DIR SOCKET_PATH')
  const server = await ownPatiently(() => createServer({ dataDir, log: (line) => say({ type: 'log', line }) }))
  await server.listen(socketPath)
  return server
}

/** After a crash the one before may need a moment to end: it notices that its parent has gone, and closes its files. */
async function ownPatiently(create: () => EmbeddedServer): Promise<EmbeddedServer> {
  const deadline = performance.now() + OWNER_PATIENCE_MS
  for (;;) {
    try {
      return create()
    } catch (error) {
      if (!(error instanceof FolderInUseError) || performance.now() > deadline) throw error
      await pause(OWNER_RETRY_MS)
    }
  }
}

// Signals to the whole group reach this process too, while the parent still has writes to drain into it. The parent says when to end,
// by a message or by ending itself, which closes the channel.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

try {
  const server = await serve()
  let ending = false
  const end = () => {
    if (!ending) void server.close().finally(() => process.exit(0))
    ending = true
  }
  process.on('disconnect', end)
  process.on('message', (message: ToServer) => {
    if (message.type === 'stop') end()
  })
  // Without a channel nobody could end this process.
  if (!process.connected) end()
  else say({ type: 'ready' })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  if (process.connected) process.send?.({ type: 'failed', message } satisfies FromServer, () => process.exit(1))
  else process.exit(1)
}
