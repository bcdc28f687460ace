import { measureRound, turn, warmUp } from './measure.mjs'

/** Every round measures every scenario on every side. Gives samples[scenario][side] = one sample a round. */
export async function runRounds({ scenarios, sides, driver, rounds, say }) {
  const samples = new Map(scenarios.map((scenario) => [scenario.name, new Map(sides.map((side) => [side.name, []]))]))
  for (const scenario of scenarios) {
    for (const side of sides) await warmUp(side, scenario, driver)
  }
  for (let round = 0; round < rounds; round++) {
    for (const scenario of scenarios) {
      for (const [name, sample] of await measureRound(turn(sides, round), scenario, driver)) {
        samples.get(scenario.name).get(name).push(sample)
        say(describe(round, scenario, name, sample))
      }
    }
  }
  return samples
}

function describe(round, { name, unit }, side, { workerMicros, allMicros, errors, firstError, drained }) {
  const cost = `${workerMicros.toFixed(1)} us a ${unit} (all ${allMicros.toFixed(1)})`
  const trouble = `${errors > 0 ? `, ${errors} errors, first: ${firstError}` : ''}${drained ? '' : ', journal not empty after 60 s'}`
  return `round ${round + 1}  ${name}  ${side}  ${cost}${trouble}`
}
