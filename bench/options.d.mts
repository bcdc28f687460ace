export const HELP: string
export function parseOptions(args: readonly string[]): {
  readonly rounds: number
  readonly quick: boolean
  readonly scenario: readonly string[]
  readonly base?: string
  readonly noise: boolean
  readonly profile: boolean
  readonly profileFolder?: string
  readonly out?: string
  readonly json?: string
}
