import type { Warning } from '../domain/completion-event.js'
import type { CompletionRequest } from '../domain/completion-request.js'
import type { ContentPart } from '../domain/content.js'
import { fitRequest } from '../domain/fit-request.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { CompileSchema, ValidateJson } from '../domain/json-schema.js'
import type { Model } from '../domain/model.js'
import type { Provider } from '../domain/provider.js'
import type { Target } from '../domain/snapshot.js'
import type { TurnMemory } from '../domain/turn-memory.js'
import { chooseSchemaStrategy } from '../routing/choose-schema-strategy.js'
import { leaveOutForeignExtra } from './leave-out-extra.js'
import { hasLostState, restoreState } from './restore-state.js'
import { stripForeignState } from './strip-state.js'
import { type StructuredRequest, toStructuredRequest } from './structured-request.js'

/** A request in the form that one target can do. */
export interface FittedRequest {
  readonly request: CompletionRequest
  readonly warnings: readonly Warning[]
  /** How it is brought to JSON, when JSON is asked for. */
  readonly structured: { readonly plan: StructuredRequest; readonly validate: ValidateJson } | null
}

/** @throws {GatewayError} UNSUPPORTED_PARAMETER, or INVALID_REQUEST for a JSON schema that is none */
export async function fitToTarget(
  asked: CompletionRequest,
  { model }: Target,
  provider: Provider,
  compileSchema: CompileSchema,
): Promise<FittedRequest> {
  const { capabilities } = model
  refuseWhatIsLacking(asked, model)
  const state = stripForeignState(asked.messages, ownerOf(provider, model.name))
  const known = leaveOutForeignExtra(asked, provider.dialectsOf?.(model.name))
  const cannot = new Set(capabilities.unsupported)
  if (capabilities.reasoning === false) cannot.add('reasoning')
  const { request, warnings } = fitRequest(
    state.messages === asked.messages ? known.request : { ...known.request, messages: state.messages },
    (parameter) => cannot.has(parameter),
  )
  const all = [...state.warnings, ...known.warnings, ...warnings]
  const strategy = chooseSchemaStrategy(request, capabilities)
  if (strategy === null) return { request, warnings: all, structured: null }
  const plan = toStructuredRequest(request, strategy, capabilities.jsonMode !== false)
  const schema = request.responseFormat?.type === 'json-schema' ? request.responseFormat.schema : { type: 'object' }
  return {
    request: plan.request,
    warnings: all,
    structured: { plan, validate: await compileSchema(schema) },
  }
}

/** Without its images or its tools a request would be another one: they are never left out. */
function refuseWhatIsLacking(
  { messages, tools }: CompletionRequest,
  { id, capabilities: { input, tools: canCall } }: Model,
): void {
  if (tools?.length && canCall === false) {
    throw new GatewayError('UNSUPPORTED_PARAMETER', `${id} cannot call tools. Ask a model that can.`, { path: 'tools' })
  }
  if (!input) return
  const lacking = (type: ContentPart['type']) =>
    (type === 'image' || type === 'audio' || type === 'file') && !input.includes(type)
  for (const [index, { parts }] of messages.entries()) {
    const at = parts.findIndex(({ type }) => lacking(type))
    if (at < 0) continue
    const message = `${id} takes ${input.join(', ')}, and no ${parts[at]?.type}. Ask a model that does.`
    throw new GatewayError('UNSUPPORTED_PARAMETER', message, { path: `messages[${index}].parts[${at}]` })
  }
}

/** The request with what its client dropped of the provider's state, where it can be found. */
export async function withLostState(
  request: CompletionRequest,
  { stateOwner }: Provider,
  owner: string,
  turns: TurnMemory,
  organizationId: string,
): Promise<CompletionRequest> {
  if (!hasLostState(request.messages)) return request
  const messages = await restoreState(request.messages, { turns, organizationId, owner, everywhere: stateOwner !== undefined })
  return messages === request.messages ? request : { ...request, messages }
}

export function ownerOf({ kind, stateOwner }: Provider, model: string): string {
  return stateOwner?.(model) ?? kind
}
