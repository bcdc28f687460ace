import { int32 } from '../bson/decode.js'
import type { Encodable } from '../bson/encode.js'
import { CommandError, refuse } from '../errors.js'
import type { Command, CommandRequest, Reply } from './request.js'
import type { ServerState } from './server-state.js'

/** MongoDB 7.0 spoke this version; the driver picks its messages by it. */
const maxWireVersion = 21
const version = '7.0.0'
export const maxMessageBytes = 48_000_000
export const maxWriteBatch = 100_000

function hello({ name, connectionId }: CommandRequest, state: ServerState): Reply {
  const primary = name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }
  return {
    helloOk: true,
    ...primary,
    maxBsonObjectSize: int32(16 * 1024 * 1024),
    maxMessageSizeBytes: int32(maxMessageBytes),
    maxWriteBatchSize: int32(maxWriteBatch),
    localTime: new Date(state.nowMs()),
    // Without logicalSessionTimeoutMinutes drivers use no sessions, and a transaction fails before it begins.
    connectionId: int32(connectionId),
    minWireVersion: int32(0),
    maxWireVersion: int32(maxWireVersion),
    readOnly: false,
  }
}

// In a hello the client says what it could do; what the answer does not take up is not used. New drivers add to it.
const helloCommand: Command = { fields: 'any', run: hello }

const ping: Command = { fields: [], run: () => ({}) }

const buildInfo: Command = {
  fields: [],
  run: () => ({
    version,
    gitVersion: 'embedded',
    modules: [],
    storageEngines: ['lmdb'],
    versionArray: version.split('.').map(Number).concat(0).map(int32),
    bits: int32(64),
    debug: false,
    maxBsonObjectSize: int32(16 * 1024 * 1024),
  }),
}

const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [], authenticatedUserPrivileges: [] } }),
}

const serverStatus: Command = {
  fields: [],
  run: (_, state) => ({
    host: 'embedded',
    version,
    process: 'weir-embedded-mongodb',
    pid: BigInt(process.pid),
    uptime: (state.nowMs() - state.startedAtMs) / 1000,
    localTime: new Date(state.nowMs()),
    connections: { current: int32(state.connectionCount()) },
    metrics: { cursor: { open: { total: BigInt(state.cursors.size) } } },
    mem: { resident: int32(Math.round(process.memoryUsage.rss() / 1024 / 1024)) },
  }),
}

/** mongosh asks for these at its start and shows what it gets. */
const getParameter: Command = {
  fields: ['featureCompatibilityVersion'],
  run: ({ body }) => {
    if (!body.has('featureCompatibilityVersion')) refuse('getParameter of anything but featureCompatibilityVersion')
    return { featureCompatibilityVersion: { version: '7.0' } }
  },
}

const getLog: Command = {
  fields: [],
  run: ({ body }) => {
    const log: Encodable[] = []
    return body.get('getLog') === '*' ? { names: ['global', 'startupWarnings'] } : { totalLinesWritten: int32(0), log }
  },
}

const getCmdLineOpts: Command = { fields: [], run: () => ({ argv: [], parsed: {} }) }

const notOnHere = (name: string): Command => ({
  fields: [],
  run: () => {
    throw new CommandError(59, `no such command: '${name}'`)
  },
})

export const handshakeCommands: Record<string, Command> = {
  hello: helloCommand,
  isMaster: helloCommand,
  ismaster: helloCommand,
  ping,
  buildInfo,
  buildinfo: buildInfo,
  connectionStatus,
  serverStatus,
  getParameter,
  getLog,
  getCmdLineOpts,
  endSessions: ping,
  // mongosh probes for a hosted server; the usual answer of any other is that the command does not exist.
  atlasVersion: notOnHere('atlasVersion'),
}
