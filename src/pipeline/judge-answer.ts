import type { CompletionRequest } from '../domain/completion-request.js'
import type { Message } from '../domain/content.js'
import { toGatewayError } from '../domain/gateway-error.js'
import { isPermit } from '../domain/health.js'
import type { CascadeGate } from '../domain/route.js'
import { toTargets } from '../routing/find-targets.js'
import { type Chosen, giveBack } from './attempt-plan.js'
import type { HeldAnswer } from './held-answer.js'
import { Meter } from './meter.js'
import { readJsonAnswer } from './read-json-answer.js'
import type { Serving } from './serving.js'
import { tryTarget } from './try-target.js'

type Judge = NonNullable<CascadeGate['judge']>

const DEFAULT_MIN_SCORE = 0.6
const DEFAULT_PROMPT =
  'You judge whether an answer is good enough to be given to the person who asked: correct, complete and to the point. Reply with JSON only: {"score": a number from 0 (useless) to 1 (excellent)}.'
/** A judge sees no more than this of either side. */
const LONGEST_TEXT = 20_000

/**
 * Why a judge finds an answer wanting; undefined when it will do. A judge who fails, may not see the request, or says nothing to go by,
 * lets it pass.
 */
export async function judgeAnswer(serving: Serving, judge: Judge, answer: HeldAnswer): Promise<string | undefined> {
  const { stages, served, options } = serving
  const chosen = placeOf(serving, judge)
  if (!chosen) return undefined
  const meter = new Meter()
  const request = toQuestion(judge, served.request.messages, textOf(answer))
  const asked = { ...options, stream: false, unseen: true, fallsBackWhenFiltered: undefined }
  try {
    const tries = tryTarget(served.open, meter, chosen, request, asked)
    let read = await tries.next()
    for (; !read.done; read = await tries.next()) meter.add(read.value)
    if (read.value) throw read.value
    const score = scoreOf(meter)
    const { minScore = DEFAULT_MIN_SCORE } = judge
    return score !== null && score < minScore ? `the judge gave it ${score}, less than ${minScore}` : undefined
  } catch (cause) {
    if (options.signal.aborted) throw cause
    const error = toGatewayError(cause)
    if (error.code === 'INTERNAL') stages.logBug(error.cause ?? cause, served.open.start.id)
    return undefined // its attempt is on record with the reason
  } finally {
    giveBack(chosen)
    served.meter.owe(meter.read(request.messages, 'CLIENT_CANCELLED'))
  }
}

/** A place at the first of the judge's deployments that may be asked, and that the data of the call may reach. */
function placeOf({ stages, snapshot, decision }: Serving, { model }: Judge): Chosen | null {
  for (const target of toTargets(snapshot, [{ model }])) {
    if (decision.breachOf(target.deployment) !== null) continue
    const permit = stages.health.begin(target.deployment, 0)
    if (isPermit(permit)) return { target, permit, role: 'JUDGE' }
  }
  return null
}

function toQuestion(
  { model, prompt = DEFAULT_PROMPT }: Judge,
  messages: readonly Message[],
  answered: string,
): CompletionRequest {
  const asked = messages.map(
    ({ role, parts }) => `${role}: ${parts.map((part) => ('text' in part ? part.text : `[${part.type}]`)).join('')}`,
  )
  const text = `${asked.join('\n').slice(-LONGEST_TEXT)}\n\nThe answer to judge:\n${answered.slice(0, LONGEST_TEXT)}`
  return {
    model,
    messages: [
      { role: 'system', parts: [{ type: 'text', text: prompt }] },
      { role: 'user', parts: [{ type: 'text', text }] },
    ],
    maxOutputTokens: 200,
  }
}

function textOf({ meter }: HeldAnswer): string {
  const [choice] = meter.answer.choices()
  return (choice?.parts ?? [])
    .map((part) => (part.type === 'text' ? part.text : part.type === 'tool-call' ? `${part.name}(${part.arguments})` : ''))
    .join('')
}

function scoreOf({ answer }: Meter): number | null {
  const text = (answer.choices()[0]?.parts ?? []).reduce((all, part) => (part.type === 'text' ? all + part.text : all), '')
  const value = readJsonAnswer(text)?.value
  const score = typeof value === 'object' && value !== null && 'score' in value ? value.score : value
  return typeof score === 'number' && score >= 0 && score <= 1 ? score : null
}
