import type { Estimate } from '../domain/completion.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import { costOf } from '../domain/cost.js'
import { estimateMessagesTokens, estimateTextTokens } from '../domain/estimate-tokens.js'
import { toGatewayError } from '../domain/gateway-error.js'
import type { Principal } from '../domain/principal.js'
import type { Target } from '../domain/snapshot.js'
import { createUsage } from '../domain/usage.js'
import { DEFAULT_MAX_OUTPUT_TOKENS } from '../routing/cost-bound.js'
import { AttemptDeadline } from './attempt.js'
import { callerGone } from './caller-gone.js'
import { eligibleTargets } from './eligible-targets.js'
import type { CallOptions } from './pipeline.js'
import type { Stages } from './stages.js'
import { validateCompletionRequest } from './validate-request.js'

type Count = Pick<Estimate, 'inputTokens' | 'countedBy'>
export interface EstimateOptions {
  readonly signal: AbortSignal
  /** Whether a provider that counts for nothing is asked to. */
  readonly ask: boolean
  readonly headers?: CallOptions['headers']
}

/** What a request would use and cost. */
export async function estimate(
  stages: Stages,
  principal: Principal,
  request: CompletionRequest,
  options: EstimateOptions,
): Promise<Estimate> {
  validateCompletionRequest(request)
  const asked = { request, operation: 'completion', stream: false, principal, headers: options.headers } as const
  const [target] = eligibleTargets(stages, stages.snapshot(), asked).targets
  if (!target) throw new Error('A model was resolved to no target')
  const count =
    (options.ask && (await countAtProvider(target, request, options.signal))) || (await countHere(stages, target, request))
  return toEstimate(target, request, count)
}

export function toEstimate({ model }: Target, request: CompletionRequest, count: Count): Estimate {
  const most = Math.min(request.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS, model.maxOutputTokens ?? Number.POSITIVE_INFINITY)
  const maxOutputTokens = most * (request.n ?? 1)
  const input = { text: count.inputTokens }
  return {
    model: model.id,
    ...count,
    maxOutputTokens,
    inputCost: costOf(createUsage({ input }), model.price),
    maxCost: costOf(createUsage({ input, output: { text: maxOutputTokens } }), model.price),
  }
}

/** undefined when it cannot, or fails: counting here is worse, and better than nothing. */
async function countAtProvider(
  { model, timeouts, deployment }: Target,
  request: CompletionRequest,
  signal: AbortSignal,
): Promise<Count | undefined> {
  const provider = deployment.keys[0]?.provider
  if (!provider?.countTokens) return undefined
  const deadline = new AttemptDeadline(signal, model.id, timeouts, false)
  try {
    const call = { request, model: model.name, stream: false, signal: deadline.signal, connectTimeoutMs: timeouts.connectMs }
    return { inputTokens: await deadline.wait(provider.countTokens(call)), countedBy: 'PROVIDER' }
  } catch (cause) {
    if (signal.aborted) throw callerGone(signal)
    const error = toGatewayError(cause)
    if (error.scope === 'request' || error.code === 'INTERNAL') throw error
    return undefined
  } finally {
    deadline.end()
  }
}

/** Chat templates add a few tokens to each message, definitions of tools count as their JSON. */
const TOKENS_PER_MESSAGE = 4

export async function countHere(
  { countTokens }: Stages,
  { model }: Target,
  { messages, tools = [], responseFormat }: CompletionRequest,
): Promise<Count> {
  const media = messages.map(({ role, parts }) => ({
    role,
    parts: parts.filter((part) => part.type === 'image' || part.type === 'audio' || part.type === 'file'),
  }))
  const definitions = tools.length > 0 || responseFormat ? JSON.stringify([tools, responseFormat]) : ''
  const text = [...messages.flatMap(({ parts }) => parts.map(textOf)), definitions].join('\n')
  const counted = await countTokens(model.name, text)
  if (counted === null)
    return { inputTokens: estimateMessagesTokens(messages) + estimateTextTokens(definitions), countedBy: 'CHARACTERS' }
  const images = estimateMessagesTokens(media.filter(({ parts }) => parts.length > 0))
  return { inputTokens: counted + messages.length * TOKENS_PER_MESSAGE + images, countedBy: 'TOKENIZER' }
}

function textOf(part: CompletionRequest['messages'][number]['parts'][number]): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return part.text
    case 'tool-call':
      return `${part.name} ${part.arguments}`
    case 'tool-result':
      return part.parts.map(textOf).join('\n')
    case 'native':
      return JSON.stringify(part.value)
    default:
      return ''
  }
}
