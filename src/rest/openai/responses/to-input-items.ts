import type { Json, JsonObject } from '../../../domain/json.js'
import type { Conversation } from './load-conversation.js'
import { toItemId } from './response-ids.js'

/** The input as items with ids, as it is listed later; what is referred to stands for its reference. */
export function toInputItems(input: Json, callId: string, findWire: Conversation['findWire']): JsonObject[] {
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : (input as readonly JsonObject[])
  return items.map((item, place) => {
    if (item['type'] === 'item_reference') return findWire(String(item['id'])) ?? item
    return toInputItem(item, toItemId('in', callId, place))
  })
}

function toInputItem(item: JsonObject, id: string): JsonObject {
  const type = item['type'] ?? 'message'
  const named = { ...item, id: item['id'] ?? id, type }
  if (type !== 'message')
    return type === 'function_call' || type === 'function_call_output' ? { status: 'completed', ...named } : named
  return { status: 'completed', ...named, content: toContent(item) }
}

function toContent({ role, content }: JsonObject): Json {
  if (typeof content !== 'string') return content ?? []
  return [role === 'assistant' ? { type: 'output_text', text: content, annotations: [] } : { type: 'input_text', text: content }]
}
