import type { Worker } from 'node:cluster'

interface Connection {
  close(): void
}

/**
 * Closes the connections that a worker was handed and never took, once it has gone, so that their clients hear of it and can ask again.
 * Node's cluster keeps its own copy of each until the worker says that it has it; after a crash nobody would close that copy, and
 * the client would wait for ever. None is given to another worker, since one that died before it could say so may have read from it.
 *
 * It listens to messages that Node does not document, alike in Node 20 to 24: `newconn` with a `seq`, and the `ack` of that number. Where
 * they are others nothing is kept here, and nothing is closed.
 * @returns what is called when the worker has ended; its connections are closed before, when its channel closes
 */
export function closeUntakenConnections(worker: Worker): () => void {
  const untaken = new Map<number, Connection>()
  const closeAll = () => {
    for (const connection of untaken.values()) connection.close()
    untaken.clear()
  }
  onSend(worker, (message, connection) => {
    if (isHandover(message) && isConnection(connection)) untaken.set(message.seq, connection)
  })
  worker.process.on('internalMessage', (message: unknown) => {
    if (isAnswer(message)) untaken.delete(message.ack)
  })
  worker.once('disconnect', closeAll)
  return closeAll
}

function onSend({ process }: Worker, hear: (message: unknown, handle: unknown) => void): void {
  const send = process.send.bind(process) as (...sent: readonly unknown[]) => boolean
  process.send = (...sent: readonly unknown[]) => {
    hear(sent[0], sent[1])
    return send(...sent)
  }
}

function isHandover(message: unknown): message is { readonly seq: number } {
  return isOfCluster(message) && message['act'] === 'newconn' && typeof message['seq'] === 'number'
}

/** Also when it declines: Node then offers the connection to others, and does so by a message of its own. */
function isAnswer(message: unknown): message is { readonly ack: number } {
  return isOfCluster(message) && typeof message['ack'] === 'number'
}

function isOfCluster(message: unknown): message is Readonly<Record<string, unknown>> {
  return typeof message === 'object' && message !== null && 'cmd' in message && message.cmd === 'NODE_CLUSTER'
}

function isConnection(handle: unknown): handle is Connection {
  return typeof handle === 'object' && handle !== null && 'close' in handle && typeof handle.close === 'function'
}
