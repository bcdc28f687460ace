import { GatewayError } from '../domain/gateway-error.js'
import { mayTryNext } from '../routing/fallback-class.js'
import { toFitted } from './ask-target.js'
import type { AttemptPlan, Chosen } from './attempt-plan.js'
import type { FittedRequest } from './fit-to-target.js'
import { HeldAnswer } from './held-answer.js'
import type { Serving } from './serving.js'
import type { Try } from './try-target.js'

const DEFAULT_AFTER_MS = 1_000

interface Outcome {
  readonly runner: Runner
  readonly result: GatewayError | 'begun' | 'ended'
}

interface Runner {
  readonly answer: HeldAnswer
  readonly outcome: Promise<Outcome>
}

/** Asks a second target when the first has not begun after a while. The first content wins; the other is given up, and billed. */
export async function* askHedged(serving: Serving, chosen: Chosen, fitted: FittedRequest): Try {
  const { plan, decision } = serving
  const runners = [run(serving, chosen, fitted)]
  try {
    const first = await firstOrLate(runners[0] as Runner, decision.route?.spec.hedge?.afterMs ?? DEFAULT_AFTER_MS)
    const second = first ? null : await runAnother(serving)
    if (second) runners.push(second)
    const won = first ?? (await firstToBegin(runners, plan))
    if (won.result instanceof GatewayError) return won.result
    for (const each of runners) if (each !== won.runner) void each.answer.settle()
    return yield* won.runner.answer.show()
  } finally {
    await Promise.all(runners.map(({ answer }) => answer.settle()))
  }
}

function run(serving: Serving, chosen: Chosen, fitted: FittedRequest): Runner {
  const answer = new HeldAnswer(serving, chosen, fitted)
  const runner: Runner = {
    answer,
    outcome: Promise.resolve().then(async () => ({ runner, result: await answer.read() })),
  }
  // It is awaited by races: what it rejects with is heard there, or is of no interest any more.
  runner.outcome.catch(() => undefined)
  return runner
}

async function runAnother(serving: Serving): Promise<Runner | null> {
  const chosen = serving.plan.another('HEDGE')
  if (!chosen) return null
  const fitted = await toFitted(serving, chosen)
  return fitted instanceof GatewayError ? null : run(serving, chosen, fitted)
}

function firstOrLate({ outcome }: Runner, afterMs: number): Promise<Outcome | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), afterMs)
  })
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer))
}

/** The one that begins first; a failure only when all have failed, of which the plan is told what it would not hear else. */
async function firstToBegin(runners: readonly Runner[], plan: AttemptPlan): Promise<Outcome> {
  const [first, second] = runners
  if (!first || !second) return (first ?? (second as Runner)).outcome
  const won = await Promise.race([first.outcome, second.outcome])
  if (!(won.result instanceof GatewayError)) return won
  const other = await (won.runner === first ? second : first).outcome
  if (!(other.result instanceof GatewayError)) return other
  const [early, late] = [await first.outcome, await second.outcome]
  if (!(early.result instanceof GatewayError) || !mayTryNext(early.result)) return early
  plan.failed(early.result, first.answer.chosen)
  return late
}
