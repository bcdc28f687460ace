import type {
  ContentPart,
  Json,
  JsonObject,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
} from '../../../../src/plugin-api.js'
import { fitToolCallId } from '../../../provider-transport/fit-tool-call-id.js'
import { DIALECT } from './native-reader.js'
import { unsupported } from './to-input-content.js'
import { record, text } from './wire.js'

export interface ItemOptions {
  /** State of another is not sent. */
  readonly owner: string
  /** The model does not reason, and refuses the reasoning of one that does. */
  readonly plain?: boolean
}

/** What was left out, for a warning. */
export interface Dropped {
  reasoning: boolean
  native: boolean
}

/** An earlier answer as the items that it was, in their order. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toAssistantItems(
  parts: readonly ContentPart[],
  options: ItemOptions,
  dropped: Dropped,
  path: string,
): JsonObject[] {
  const reasoning = new Map(parts.flatMap((part) => (part.type === 'reasoning' ? [[part, toReasoningItem(part, options)]] : [])))
  // An item that names itself is refused without the reasoning that it followed.
  const keepsIds = [...reasoning.values()].every((item) => item !== undefined)
  const items: JsonObject[] = []
  for (const [index, part] of parts.entries()) {
    const state = keepsIds ? stateOf(part, options.owner) : {}
    switch (part.type) {
      case 'text':
      case 'refusal':
        addSaid(items, part, state)
        break
      case 'tool-call':
        items.push(toCallItem(part, state))
        break
      case 'reasoning': {
        const item = reasoning.get(part)
        if (item) items.push(item)
        else dropped.reasoning ||= part.text !== ''
        break
      }
      case 'native':
        if (part.dialect === DIALECT) items.push(part.value)
        else dropped.native = true
        break
      default:
        throw unsupported(`${path}.parts[${index}]`, 'This provider takes no image, audio or file in an assistant message.')
    }
  }
  return items
}

interface State {
  readonly id?: string
  readonly phase?: string
}

function stateOf({ providerState }: ContentPart, owner: string): State {
  if (providerState?.provider !== owner) return {}
  const value = record(providerState.value)
  return { id: text(value['id']), phase: text(value['phase']) }
}

/** Texts and refusals of one message return as one. */
function addSaid(items: JsonObject[], part: TextPart | RefusalPart, { id, phase }: State): void {
  const content = toSaid(part)
  const last = items.at(-1)
  if (last?.['type'] === 'message' && last['id'] === id) {
    items[items.length - 1] = { ...last, content: [...(last['content'] as readonly Json[]), content] }
    return
  }
  const identity = id ? { id, status: 'completed' } : {}
  items.push({ type: 'message', ...identity, role: 'assistant', ...(phase && { phase }), content: [content] })
}

function toSaid(part: TextPart | RefusalPart): JsonObject {
  if (part.type === 'refusal') return { type: 'refusal', refusal: part.text }
  const annotations = (part.citations ?? []).flatMap(({ native }) => (native?.dialect === DIALECT ? [native.value] : []))
  return { type: 'output_text', text: part.text, annotations }
}

function toCallItem({ id: callId, name, arguments: args }: ToolCallPart, { id }: State): JsonObject {
  return { type: 'function_call', ...(id && { id }), call_id: fitCallId(callId), name, arguments: args || '{}' }
}

export function fitCallId(id: string): string {
  return fitToolCallId(id, /^[\s\S]{1,64}$/, 40)
}

/** Nothing is stored at the provider, so that a bare id means nothing to it. */
function toReasoningItem({ text: shown, providerState }: ReasoningPart, { owner, plain }: ItemOptions): JsonObject | undefined {
  if (plain || providerState?.provider !== owner) return undefined
  const { id, encryptedContent, raw } = record(providerState.value)
  if (typeof id !== 'string' || (typeof encryptedContent !== 'string' && raw !== true)) return undefined
  return {
    type: 'reasoning',
    id,
    summary: shown && raw !== true ? [{ type: 'summary_text', text: shown }] : [],
    ...(raw === true && { content: [{ type: 'reasoning_text', text: shown }] }),
    ...(typeof encryptedContent === 'string' && { encrypted_content: encryptedContent }),
  }
}
