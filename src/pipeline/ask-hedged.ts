import { GatewayError } from '../domain/gateway-error.js'
import { toFitted } from './ask-target.js'
import type { Chosen } from './attempt-plan.js'
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
  const { served, decision } = serving
  const runners = [run(serving, chosen, fitted)]
  try {
    const first = await firstOrLate(runners[0] as Runner, decision.route?.spec.hedge?.afterMs ?? DEFAULT_AFTER_MS)
    const second = first ? null : await runAnother(serving)
    if (second) runners.push(second)
    const won = first ?? (await firstToBegin(runners))
    if (won.result instanceof GatewayError) return won.result
    const { answer } = won.runner
    served.open.model = answer.chosen.target.model
    served.meter.begin(answer.chosen.target.model)
    const failure = yield* answer.show()
    adopt(serving, answer)
    return failure
  } finally {
    await Promise.all(runners.map(({ answer }) => settleLoser(serving, answer)))
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

/** The one that begins first; a failure only when all have failed. */
async function firstToBegin(runners: readonly Runner[]): Promise<Outcome> {
  const [first, second] = runners.map(({ outcome }) => outcome)
  if (!first || !second) return (first ?? second) as Promise<Outcome>
  const won = await Promise.race([first, second])
  if (!(won.result instanceof GatewayError)) return won
  return won.runner === runners[0] ? second : first
}

function adopt({ served: { meter } }: Serving, { meter: own }: HeldAnswer): void {
  meter.owe(own.closedLegs)
  if (own.attempt !== null) meter.ended(own.attempt)
}

async function settleLoser({ served: { meter, request } }: Serving, answer: HeldAnswer): Promise<void> {
  const shown = answer.isShown
  await answer.giveUp()
  if (!shown) meter.owe(answer.meter.read(request.messages, 'CLIENT_CANCELLED'))
}
