import { clientSettings, readDeclarations } from '../config.js'
import { GatewayError } from '../domain/gateway-error.js'
import { askGateway, type GatewayAddress } from './ask-gateway.js'
import { type Arguments, HELP, readArguments } from './read-arguments.js'
import { type ShownChange, showChanges } from './show-changes.js'

export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly fetch: typeof fetch
  /** Absent: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

const DEFAULT_URL = 'http://127.0.0.1:4000'
const DIFFERENT = 2

const EXPORT = 'query ExportConfig { configExport }'
const APPLY = `mutation ApplyConfig($input: ApplyConfigInput!) {
  applyConfig(input: $input) { version changes { kind name action fields { path before after } } }
}`

/** Runs a command and answers the exit code: 0 done, 1 failed, 2 a plan with differences. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await runCommand(readArguments(argv), terminal)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    terminal.err(`weir: ${error.message}\n`)
    return 1
  }
}

async function runCommand(asked: Arguments, terminal: Terminal): Promise<number> {
  const { out } = terminal
  if (asked.command === 'help') {
    out(HELP)
    return 0
  }
  const gateway = toAddress(asked, terminal)
  if (asked.command === 'export') {
    out((await askGateway<{ configExport: string }>(gateway, EXPORT)).configExport)
    return 0
  }
  const dryRun = asked.command === 'plan'
  const input = { yaml: readDeclarations(asked.file, terminal), dryRun }
  const { applyConfig } = await askGateway<{ applyConfig: Applied }>(gateway, APPLY, { input })
  out(showChanges(applyConfig.changes))
  if (dryRun) return applyConfig.changes.length > 0 ? DIFFERENT : 0
  out(`Version ${applyConfig.version} is in force.\n`)
  return 0
}

interface Applied {
  readonly version: number
  readonly changes: readonly ShownChange[]
}

function toAddress(asked: Arguments, { env, fetch }: Terminal): GatewayAddress {
  const settings = clientSettings(env)
  const key = asked.key ?? settings.key
  if (!key) throw new GatewayError('UNAUTHENTICATED', 'An API key with the scope admin is needed: set WEIR_KEY, or say --key.')
  return { url: asked.url ?? settings.url ?? DEFAULT_URL, key, fetch }
}
