import type { CompletionRequest, Json, JsonObject, Tool } from '../../../src/plugin-api.js'
import { DIALECT } from './gemini-state.js'

/** Of a declaration, beside what the canonical tool has. */
const FIELDS = ['behavior', 'response', 'responseJsonSchema'] as const

/** `tools` as the vendor wants them: all functions in one, each of the vendor's own in another. https://ai.google.dev/api/caching#Tool */
export function toTools({ tools = [], nativeTools = [] }: CompletionRequest): { readonly tools?: readonly JsonObject[] } {
  const declared = tools.length > 0 ? [{ functionDeclarations: tools.map(toDeclaration) }] : []
  const own = nativeTools.flatMap(({ dialect, definition }) => (dialect === DIALECT ? [definition] : []))
  return declared.length + own.length > 0 ? { tools: [...declared, ...own] } : {}
}

function toDeclaration({ name, description, parameters, extra }: Tool): JsonObject {
  return {
    ...Object.fromEntries(FIELDS.flatMap((field) => (extra?.[field] === undefined ? [] : [[field, extra[field]]]))),
    name,
    ...(description !== undefined && { description }),
    ...(parameters && { parametersJsonSchema: parameters }),
  }
}

/** `toolConfig`, with what the caller said of it in this dialect. https://ai.google.dev/api/caching#ToolConfig */
export function toToolConfig(request: CompletionRequest): { readonly toolConfig?: JsonObject } {
  const asked = request.extra?.dialect === DIALECT ? toObject(request.extra.fields['toolConfig']) : {}
  const { functionCallingConfig: foreign, ...others } = asked
  const functionCallingConfig = request.tools?.length ? toCallingConfig(request, toObject(foreign)) : undefined
  const toolConfig = { ...others, ...(functionCallingConfig && { functionCallingConfig }) }
  return Object.keys(toolConfig).length > 0 ? { toolConfig } : {}
}

/** The canonical choice decides the mode; which functions of several it is limited to is known to this dialect only. */
function toCallingConfig(request: CompletionRequest, foreign: JsonObject): JsonObject | undefined {
  const mode = toMode(request, foreign)
  const names = request.toolChoice?.type === 'tool' ? [request.toolChoice.name] : foreign['allowedFunctionNames']
  const isLimited = names !== undefined && (mode === 'ANY' || mode === 'VALIDATED')
  return mode === undefined ? undefined : { mode, ...(isLimited && { allowedFunctionNames: names }) }
}

function toMode({ toolChoice, tools = [] }: CompletionRequest, foreign: JsonObject): string | undefined {
  switch (toolChoice?.type) {
    case 'none':
      return 'NONE'
    case 'required':
    case 'tool':
      return 'ANY'
    default:
      // The vendor's word for arguments that keep to their schema while the model is free to call or not.
      if (foreign['mode'] === 'VALIDATED' || tools.some(({ strict }) => strict)) return 'VALIDATED'
      return toolChoice && 'AUTO'
  }
}

function toObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}
