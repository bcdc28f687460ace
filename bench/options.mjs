import { parseArgs } from 'node:util'

export const HELP = `npm run bench -- [options]

  --rounds N          interleaved rounds, 5 unless told
  --quick             two rounds of a quarter of the load
  --scenario NAME     only scenarios whose name contains NAME; may be given again
  --base REF          compare this build with the build of a commit, branch or tag
  --noise             measure the yardstick against itself: what this machine makes of equal things
  --profile [--profile-folder DIR]
                      CPU profiles of primary and worker for each scenario instead of figures
  --out FILE          write the report there too, as Markdown
  --json FILE         write every sample of every round
  --help`

const OPTIONS = {
  rounds: { type: 'string' },
  quick: { type: 'boolean', default: false },
  scenario: { type: 'string', multiple: true, default: [] },
  base: { type: 'string' },
  noise: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  'profile-folder': { type: 'string' },
  out: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
}

/** Throws with what is wrong and what is allowed. */
export function parseOptions(args) {
  const { values } = parseArgs({ args, options: OPTIONS })
  const rounds = values.rounds === undefined ? (values.quick ? 2 : 5) : Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000)
    throw new Error(`--rounds takes a whole number from 1 to 1000, not ${values.rounds}.`)
  if ([values.base, values.noise, values.profile].filter(Boolean).length > 1)
    throw new Error('--base, --noise and --profile exclude each other.')
  if (values.base?.startsWith('-')) throw new Error(`--base takes a commit, branch or tag, not ${values.base}.`)
  return { ...values, rounds, profileFolder: values['profile-folder'] }
}
