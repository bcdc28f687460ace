import type { CompletionRequest } from '../../domain/completion-request.js'
import type { Message } from '../../domain/content.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Json } from '../../domain/json.js'
import { isObject, keepField, refuse } from '../read-json.js'
import { fromContents, fromSystemInstruction } from './from-contents.js'
import { fromGenerationConfig } from './from-generation-config.js'
import { fromToolConfig, fromTools } from './from-tools.js'
import { DIALECT } from './provider-state.js'
import { readFields } from './read-fields.js'

type Draft = { -readonly [Field in keyof CompletionRequest]?: CompletionRequest[Field] } & {
  system?: Message[]
  allowed?: readonly string[]
  fields: Record<string, Json>
}
type FieldReader = (draft: Draft, value: Json, path: string) => void

const FIELDS: Readonly<Record<string, FieldReader>> = {
  contents: (draft, value, path) => {
    draft.messages = fromContents(value, path)
  },
  systemInstruction: (draft, value, path) => {
    draft.system = fromSystemInstruction(value, path)
  },
  tools: (draft, value, path) => {
    const { tools, nativeTools } = fromTools(value, path)
    if (tools.length > 0) draft.tools = tools
    if (nativeTools.length > 0) draft.nativeTools = nativeTools
  },
  toolConfig: (draft, value, path) => {
    const { toolChoice, allowed, rest } = fromToolConfig(value, path)
    if (toolChoice) draft.toolChoice = toolChoice
    if (allowed) draft.allowed = allowed
    if (rest) draft.fields['toolConfig'] = rest
  },
  generationConfig: (draft, value, path) => {
    const { request, rest } = fromGenerationConfig(value, path)
    Object.assign(draft, request)
    if (rest) draft.fields['generationConfig'] = rest
  },
}
const READERS: ReadonlyMap<string, FieldReader> = new Map(Object.entries(FIELDS))

/**
 * Google's request in the gateway's words; the model is named by the URL. null is as good as absent; fields that have no canonical name,
 * such as `safetySettings`, are kept for providers of this dialect. `extra` is always there: it tells whose words the extras of single
 * parts are.
 * @throws {GatewayError} INVALID_REQUEST | UNSUPPORTED_PARAMETER, with the path in the body
 */
export function fromGenerateRequest(value: unknown, model: string, path = ''): CompletionRequest {
  if (!isObject(value)) throw new GatewayError('INVALID_REQUEST', 'The body must be a JSON object with contents.')
  const body = readFields(value, path)
  const prefix = path && `${path}.`
  if (body['contents'] == null) refuse(undefined, `${prefix}contents`, 'a list of at least one content')
  const draft: Draft = { fields: {} }
  for (const key in body) {
    const field = body[key] as Json
    const read = READERS.get(key)
    if (read && field !== null) read(draft, field, `${prefix}${key}`)
    else if (!read && key !== 'model') keepField(draft.fields, key, field, path)
  }
  return toRequest(draft, model)
}

function toRequest({ system = [], allowed, fields, ...draft }: Draft, model: string): CompletionRequest {
  return {
    ...draft,
    model,
    messages: [...system, ...(draft.messages ?? [])],
    // Which of several functions must be called is said to every provider by leaving the others out.
    ...(allowed && draft.tools && { tools: draft.tools.filter(({ name }) => allowed.includes(name)) }),
    extra: { dialect: DIALECT, fields },
  }
}
