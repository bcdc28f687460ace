import { parseArgs } from 'node:util'
import { GatewayError } from '../domain/gateway-error.js'

export interface Arguments {
  readonly command: 'export' | 'plan' | 'apply' | 'help'
  readonly file: string
  readonly url: string | undefined
  readonly key: string | undefined
}

export const HELP = `weir config <command> [options]

Manages what a running gateway declares by its API, from a file in git.

  export           prints what is declared, as a configuration file without credentials
  plan             prints what apply would change; exit code 0: nothing, 2: something
  apply            makes what is declared equal to the file

  -f, --file FILE  the file to plan or apply (weir.config.yaml)
  --url URL        the gateway (WEIR_URL, or http://127.0.0.1:4000)
  --key KEY        an API key with the scope admin (WEIR_KEY, which other users of this machine do not see)
  -h, --help       this text

Of the file, providers, deployments, models, prices and routes are sent; its variables (\${NAME}) are replaced here. Credentials that it
does not name stay as they are. What the gateway's own configuration file declares is left alone.
`

const COMMANDS = ['export', 'plan', 'apply'] as const

/** @throws {GatewayError} INVALID_REQUEST saying what is wrong with the arguments */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv)
  const { file = 'weir.config.yaml', url, key, help } = values
  const [area, asked, ...more] = positionals
  if (help || area === undefined || area === 'help') return { command: 'help', file, url, key }
  const command = COMMANDS.find((known) => known === asked)
  if (area !== 'config' || !command || more.length > 0) {
    throw wrong(
      `There is no command "${positionals.join(' ')}". There are: ${COMMANDS.map((known) => `config ${known}`).join(', ')}.`,
    )
  }
  return { command, file, url, key }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        file: { type: 'string', short: 'f' },
        url: { type: 'string' },
        key: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : 'The arguments cannot be read.')
  }
}

function wrong(message: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `${message} See: weir --help`)
}
