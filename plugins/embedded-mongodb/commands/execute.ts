import { int32 } from '../bson/decode.js'
import { CommandError, refuse } from '../errors.js'
import { DuplicateKeyError } from '../storage/duplicate-key.js'
import { catalogCommands } from './catalog-commands.js'
import { findAndModifyCommands } from './find-and-modify.js'
import { handshakeCommands } from './handshake.js'
import { indexCommands } from './index-commands.js'
import { readCommands } from './reads.js'
import { type Command, type CommandRequest, checkFields, type Reply } from './request.js'
import type { ServerState } from './server-state.js'
import type { WriteQueue } from './write-queue.js'
import { writeCommands } from './writes.js'

const commands = new Map<string, Command>(
  Object.entries({
    ...handshakeCommands,
    ...readCommands,
    ...writeCommands,
    ...findAndModifyCommands,
    ...catalogCommands,
    ...indexCommands,
  }),
)

export async function execute(request: CommandRequest, state: ServerState, writes: WriteQueue): Promise<Reply> {
  const command = commands.get(request.name) ?? refuse(`The command '${request.name}'`)
  checkFields(request, command)
  const reply = command.writes ? await writes.run(() => command.run(request, state)) : command.run(request, state)
  return { ...reply, ok: 1 }
}

/** Text of an unexpected error stays here: it may hold what a document holds. */
export function toErrorReply(error: unknown, log: (line: string) => void): Reply {
  if (error instanceof CommandError) {
    const detail = error instanceof DuplicateKeyError ? { keyPattern: error.keyPattern, keyValue: error.keyValue } : {}
    return { ok: 0, errmsg: error.message, code: int32(error.code), codeName: error.codeName, ...detail }
  }
  log(`embedded MongoDB: unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return { ok: 0, errmsg: 'internal error of the embedded database', code: int32(8), codeName: 'UnknownError' }
}
