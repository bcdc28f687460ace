import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildBase } from './base-build.mjs'
import { Cleanup } from './cleanup.mjs'
import { createGatewayConfig, describeConfig } from './gateway-config.mjs'
import { describeMachine, watchMachine } from './machine.mjs'
import { HELP, parseOptions } from './options.mjs'
import { startPart } from './part.mjs'
import { profilerArguments, profileScenarios } from './profile-run.mjs'
import { reportChange } from './report-change.mjs'
import { reportAgainstYardstick } from './report-yardstick.mjs'
import { runRounds } from './rounds.mjs'
import { selectScenarios, shrink } from './scenarios.mjs'
import { startGatewaySide, startYardsticks } from './sides.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const say = (line) => console.error(line)

async function main() {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) return console.log(HELP)
  if (process.platform !== 'linux') throw new Error('The benchmark reads processor time from /proc: it needs Linux.')
  const cleanup = new Cleanup()
  cleanup.onSignals()
  try {
    await bench(options, cleanup)
  } finally {
    await cleanup.run()
  }
}

async function bench(options, cleanup) {
  const chosen = selectScenarios(options.scenario)
  const scenarios = options.quick ? chosen.map(shrink) : chosen
  const upstream = await cleanup.keep(startPart('mock-upstream.mjs'))
  const driver = await cleanup.keep(startPart('load-driver.mjs'))
  const common = { scenarios, driver, cleanup, options, upstreamUrl: `http://127.0.0.1:${upstream.port}` }
  if (options.profile) return profile(common)
  const run = options.base ? runAgainstBase : options.noise ? runNoise : runAgainstYardstick
  const describeCircumstances = watchMachine()
  const { samples, report } = await run(common)
  publish(options, samples, report, describeCircumstances())
}

function startWeir({ upstreamUrl }, { name = 'weir', root = ROOT, cleanup, nodeArguments }) {
  return startGatewaySide({ name, root, config: createGatewayConfig({ root, upstreamUrl }), cleanup, nodeArguments })
}

/** Builds know different things, so what each was given is part of what was measured. */
function describeConfigs({ upstreamUrl }, roots) {
  const lines = roots.map(([name, root]) => `- ${name}: ${describeConfig(createGatewayConfig({ root, upstreamUrl }))}.`)
  const text = `Configured:\n\n${lines.join('\n')}`
  say(text)
  return text
}

async function runAgainstYardstick(common) {
  const configs = describeConfigs(common, [['weir', ROOT]])
  const samples = await measureSides(common, async (cleanup) => [
    await startYardsticks(common.upstreamUrl, cleanup),
    await startWeir(common, { cleanup }),
  ])
  const report = reportAgainstYardstick({ scenarios: common.scenarios, samples, subject: 'weir', yardstick: 'yardstick' })
  return { samples, report: `${configs}\n\n${report}` }
}

async function runNoise(common) {
  const names = { subject: 'yardstick again', yardstick: 'yardstick' }
  const samples = await measureSides(common, async (cleanup) => [
    await startYardsticks(common.upstreamUrl, cleanup, names.yardstick),
    await startYardsticks(common.upstreamUrl, cleanup, names.subject),
  ])
  return { samples, report: reportAgainstYardstick({ scenarios: common.scenarios, samples, ...names }) }
}

async function runAgainstBase(common) {
  const base = await common.cleanup.keep(buildBase({ root: ROOT, ref: common.options.base, say }))
  const configs = describeConfigs(common, [
    ['base', base.root],
    ['head', ROOT],
  ])
  const samples = await measureSides(common, async (cleanup) => [
    await startWeir(common, { name: 'base', root: base.root, cleanup }),
    await startWeir(common, { name: 'head', cleanup }),
  ])
  const report = reportChange({ scenarios: common.scenarios, samples, head: 'head', base: 'base' })
  return { samples, report: `${configs}\n\n${report}` }
}

function measureSides({ scenarios, driver, options, cleanup }, startSides) {
  return runRounds({ scenarios, startSides, driver, cleanup, rounds: options.rounds, say })
}

async function profile(common) {
  const folder = resolve(common.options.profileFolder ?? join(ROOT, 'bench/results/profiles'))
  const side = await startWeir(common, { cleanup: common.cleanup, nodeArguments: profilerArguments(folder) })
  await profileScenarios({ ...common, side, folder, say: console.log })
}

function publish({ rounds, quick, out, json }, samples, report, circumstances) {
  const load = quick ? ' of a quarter of the load' : ''
  const heading = `${rounds} interleaved rounds${load}; medians with 95 % intervals. ${describeMachine()}. ${circumstances}.`
  const text = `${heading}\n\n${report}\n`
  console.log(text)
  if (out) write(out, text)
  if (json) write(json, toJson(samples))
}

function toJson(samples) {
  return JSON.stringify(Object.fromEntries([...samples].map(([name, sides]) => [name, Object.fromEntries(sides)])), null, 2)
}

function write(file, text) {
  mkdirSync(dirname(resolve(file)), { recursive: true })
  writeFileSync(file, text)
}

await main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
