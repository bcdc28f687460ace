import { Cleanup } from './cleanup.mjs'
import { measureRound, turn, warmUp } from './measure.mjs'

/**
 * Every round starts the sides anew, warms each up for all scenarios and measures it. New processes, for two runs of the same program differ
 * by more than two loads of the same process: placed and compiled differently, one may stay slower for its whole life.
 * Gives samples[scenario][side] = one sample a round.
 */
export async function runRounds({ scenarios, startSides, driver, rounds, cleanup, say }) {
  const samples = new Map(scenarios.map((scenario) => [scenario.name, new Map()]))
  for (let round = 0; round < rounds; round++) {
    const ofRound = new Cleanup()
    cleanup.add(() => ofRound.run())
    const sides = turn(await startSides(ofRound), round)
    for (const side of sides) await warmUpAll(side, scenarios, driver)
    for (const scenario of scenarios) {
      const measured = await measureRound(sides, scenario, driver)
      for (const [side, sample] of measured) {
        addSample(samples.get(scenario.name), side, sample)
        say(describe(round, scenario, side, sample))
      }
    }
    await ofRound.run()
  }
  return samples
}

/** All before any is measured: scenarios share code, and the first would otherwise pay for compiling what the last finds ready. */
async function warmUpAll(side, scenarios, driver) {
  for (const scenario of scenarios) await warmUp(side, scenario, driver)
}

function addSample(sides, side, sample) {
  sides.set(side, [...(sides.get(side) ?? []), sample])
}

function describe(round, { name, unit }, side, { workerMicros, allMicros, errors, firstError, drained }) {
  const cost = `${workerMicros.toFixed(1)} us a ${unit} (all ${allMicros.toFixed(1)})`
  const trouble = `${errors > 0 ? `, ${errors} errors, first: ${firstError}` : ''}${drained === 'late' ? ', journal not empty after 60 s' : ''}`
  return `round ${round + 1}  ${name}  ${side}  ${cost}${trouble}`
}
