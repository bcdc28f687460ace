import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { groupByPackage, summarizeProfile } from './profile-summary.mjs'

/** node bench/read-profile.mjs FILE [--top N]: the functions and the packages of a CPU profile in which the time went. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { top: { type: 'string', default: '15' } } })
const [file] = positionals
if (!file) throw new Error('Usage: node bench/read-profile.mjs FILE.cpuprofile [--top N]')

const { rows, busyMicros, idleMicros } = summarizeProfile(JSON.parse(readFileSync(file, 'utf8')))
const print = ({ name, selfMicros, share }) =>
  console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${(selfMicros / 1000).toFixed(0).padStart(6)} ms  ${name}`)

console.log(
  `busy ${(busyMicros / 1000).toFixed(0)} ms, idle ${(idleMicros / 1000).toFixed(0)} ms; shares are of the busy time\n\nby function`,
)
rows.slice(0, Number(values.top)).forEach(print)
console.log('\nby package or file')
groupByPackage(rows).slice(0, Number(values.top)).forEach(print)
