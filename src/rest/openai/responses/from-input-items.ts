import type {
  ContentPart,
  ImagePart,
  Message,
  NativePart,
  ProviderState,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../../domain/content.js'
import { GatewayError } from '../../../domain/gateway-error.js'
import type { Json, JsonObject } from '../../../domain/json.js'
import { unwrapState } from '../../opaque-state.js'
import {
  readArray,
  readName,
  readObject,
  readOneOf,
  readOpaqueObject,
  readString,
  refuse,
  refuseUnknownFields,
} from '../../read-json.js'
import { fromItemContent, type ItemPart, type ItemPartType } from './from-item-content.js'
import { placeOfItem } from './response-ids.js'

const DIALECT = 'openai-responses'
const ROLES = ['user', 'assistant', 'system', 'developer'] as const
const INPUT_PARTS: readonly ItemPartType[] = ['input_text', 'input_image', 'input_file']
/** Some clients send an assistant's earlier words as `input_text`; OpenAI takes them. */
const ASSISTANT_PARTS: readonly ItemPartType[] = ['output_text', 'refusal', 'input_text']
const INSTRUCTION_PARTS: readonly ItemPartType[] = ['input_text']

const MESSAGE = new Set(['type', 'id', 'role', 'content', 'status', 'phase'])
const CALL = new Set(['type', 'id', 'call_id', 'name', 'arguments', 'status', 'parsed_arguments'])
const OUTPUT = new Set(['type', 'id', 'call_id', 'output', 'status', 'created_by'])
const REASONING = new Set(['type', 'id', 'summary', 'content', 'encrypted_content', 'status'])
const SUMMARY = new Set(['type', 'text'])

/** Finds what an `item_reference` names: parts of an assistant's turn, or messages of an earlier input. */
export type FindItem = (id: string, path: string) => { readonly parts: readonly ContentPart[] } | { readonly message: Message }

/**
 * Input items as messages. What one assistant's turn said, thought and called is one message, up to the next word of another; a second
 * message of the assistant begins another turn.
 */
export function fromInputItems(value: Json, path: string, findItem: FindItem): Message[] {
  if (typeof value === 'string') return [{ role: 'user', parts: [{ type: 'text', text: value }] }]
  if (!Array.isArray(value)) return refuse(value, path, 'a string or a list of items')
  const turns = new Turns()
  for (const [index, item] of readArray(value, path).entries())
    addItem(turns, readObject(item, `${path}[${index}]`), `${path}[${index}]`, findItem)
  return turns.messages
}

class Turns {
  readonly messages: Message[] = []
  #open: ContentPart[] | undefined
  #spoke = false

  add(message: Message): void {
    this.#open = undefined
    this.messages.push(message)
  }

  addTurn(parts: readonly ContentPart[], speaks = false): void {
    if (parts.length === 0) return
    if (!this.#open || (speaks && this.#spoke)) {
      this.#open = []
      this.#spoke = false
      this.messages.push({ role: 'assistant', parts: this.#open })
    }
    this.#open.push(...parts)
    this.#spoke ||= speaks
  }
}

function addItem(turns: Turns, item: JsonObject, path: string, findItem: FindItem): void {
  const { type } = item
  if (type === undefined || type === null || type === 'message') return addMessage(turns, item, path)
  switch (type) {
    case 'function_call':
      return turns.addTurn([isPlain(item, CALL) ? fromCall(item, path) : toNative(item, path)])
    case 'function_call_output':
      return isPlain(item, OUTPUT)
        ? turns.add({ role: 'tool', parts: [fromCallOutput(item, path)] })
        : turns.addTurn([toNative(item, path)])
    case 'reasoning':
      return turns.addTurn(fromReasoning(item, path))
    case 'item_reference': {
      const found = findItem(readName(item['id'], `${path}.id`), `${path}.id`)
      return 'message' in found ? turns.add(found.message) : turns.addTurn(found.parts)
    }
    default:
      readName(type, `${path}.type`)
      return turns.addTurn([toNative(item, path)])
  }
}

/** With fields that only this dialect has, such as the programme that called, an item means something to it alone. */
function isPlain(item: JsonObject, known: ReadonlySet<string>): boolean {
  return Object.entries(item).every(([key, value]) => known.has(key) || value === null)
}

function toNative(item: JsonObject, path: string): NativePart {
  return { type: 'native', dialect: DIALECT, value: readOpaqueObject(item, path) }
}

function addMessage(turns: Turns, item: JsonObject, path: string): void {
  refuseUnknownFields(item, MESSAGE, path)
  const role = readOneOf(item['role'], `${path}.role`, ROLES)
  const at = `${path}.content`
  if (role !== 'assistant') {
    return turns.add({ role, parts: fromItemContent(item['content'], at, role === 'user' ? INPUT_PARTS : INSTRUCTION_PARTS) })
  }
  const state = stateOf(item, path)
  const parts = fromItemContent(item['content'], at, ASSISTANT_PARTS)
  turns.addTurn(state ? parts.map((part) => ({ ...part, providerState: state })) : parts, true)
}

/** Ids that a provider gave belong to its state; ours mean nothing to it. */
function stateOf(item: JsonObject, path: string): ProviderState | undefined {
  const id = item['id'] == null ? undefined : readString(item['id'], `${path}.id`)
  const phase = item['phase'] == null ? undefined : readString(item['phase'], `${path}.phase`)
  const own = id === undefined || placeOfItem(id) ? undefined : id
  if (own === undefined && phase === undefined) return undefined
  return { provider: DIALECT, value: { ...(own !== undefined && { id: own }), ...(phase !== undefined && { phase }) } }
}

function fromCall(item: JsonObject, path: string): ToolCallPart {
  const state = stateOf(item, path)
  return {
    type: 'tool-call',
    id: readName(item['call_id'], `${path}.call_id`),
    name: readName(item['name'], `${path}.name`),
    arguments: readString(item['arguments'], `${path}.arguments`),
    ...(state && { providerState: state }),
  }
}

function fromCallOutput(item: JsonObject, path: string): ToolResultPart {
  const parts = fromItemContent(item['output'], `${path}.output`, INPUT_PARTS)
  return {
    type: 'tool-result',
    toolCallId: readName(item['call_id'], `${path}.call_id`),
    parts: parts.map((part, index) => toResultPart(part, `${path}.output[${index}]`)),
  }
}

function toResultPart(part: ItemPart, path: string): TextPart | ImagePart {
  if (part.type === 'text' || part.type === 'image') return part
  throw new GatewayError('UNSUPPORTED_PARAMETER', `${path}: a tool's output can be text and images here, not a file.`, { path })
}

/** Nothing remains of reasoning whose text is withheld and whose state the client did not send. */
function fromReasoning(item: JsonObject, path: string): ReasoningPart[] {
  refuseUnknownFields(item, REASONING, path)
  const texts = [...textsOf(item, 'summary', path), ...textsOf(item, 'content', path)]
  const text = texts.join('\n\n')
  const state = reasoningState(item, path)
  if (text === '' && !state) return []
  return [{ type: 'reasoning', text, ...(state && { providerState: state }) }]
}

function textsOf(item: JsonObject, field: 'summary' | 'content', path: string): string[] {
  if (item[field] == null) return []
  const at = `${path}.${field}`
  return readArray(item[field], at).map((entry, index) => {
    const part = readObject(entry, `${at}[${index}]`)
    refuseUnknownFields(part, SUMMARY, `${at}[${index}]`)
    return readString(part['text'], `${at}[${index}].text`)
  })
}

function reasoningState(item: JsonObject, path: string): ProviderState | undefined {
  const encrypted =
    item['encrypted_content'] == null ? undefined : readString(item['encrypted_content'], `${path}.encrypted_content`)
  const wrapped = encrypted === undefined ? undefined : unwrapState(encrypted)
  if (wrapped) return wrapped
  const id = item['id'] == null ? undefined : readString(item['id'], `${path}.id`)
  const own = id === undefined || placeOfItem(id) ? undefined : id
  if (own === undefined && encrypted === undefined) return undefined
  const value = { ...(own !== undefined && { id: own }), ...(encrypted !== undefined && { encryptedContent: encrypted }) }
  return { provider: DIALECT, value }
}
