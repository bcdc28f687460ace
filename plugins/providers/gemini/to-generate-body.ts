import type { CompletionRequest, Json, Warning } from '../../../src/plugin-api.js'
import { fitToGemini } from './fit-to-gemini.js'
import { DIALECT } from './gemini-state.js'
import { cannotReason, familyOf, isThirdGeneration, type ModelFamily } from './model-family.js'
import { toContents } from './to-contents.js'
import { toGenerationConfig } from './to-generation-config.js'
import { toThinkingConfig } from './to-thinking-config.js'
import { toToolConfig, toTools } from './to-tools.js'

export interface GenerateBody {
  readonly body: Readonly<Record<string, Json | undefined>>
  readonly warnings: readonly Warning[]
}

/** What the canonical request decides, or what is put together here, so that `extra` may not. */
const OURS = new Set(['model', 'contents', 'tools', 'systemInstruction', 'toolConfig', 'generationConfig'])

/**
 * The request as `generateContent` takes it, at AI Studio and on Vertex AI alike: https://ai.google.dev/api/generate-content.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER, INVALID_REQUEST
 */
export function toGenerateBody(asked: CompletionRequest, model: string): GenerateBody {
  const family = familyOf(model)
  const { request: fitted, warnings } = fitToGemini(asked, family)
  const { request, schemaText } = moveSchema(fitted, family)
  const { contents, instructions, movesInstructions } = toContents(request.messages, family)
  const thinking = cannotReason(family) ? undefined : toThinkingConfig(request, family)
  const system = schemaText === undefined ? instructions : [...instructions, { text: schemaText }]
  const generationConfig = toGenerationConfig(request, thinking?.config)
  const body = {
    ...foreignFields(request),
    contents,
    ...(system.length > 0 && { systemInstruction: { parts: system } }),
    ...toTools(request),
    ...toToolConfig(request),
    ...(Object.keys(generationConfig).length > 0 && { generationConfig }),
  }
  const mapped = [
    ...(thinking?.mapped ? [[thinking.mapped, 'reasoning'] as const] : []),
    ...(thinking?.losesBudget
      ? [['reasoning.effort decided, and reasoning.maxTokens was left out', 'reasoning.maxTokens'] as const]
      : []),
    ...(movesInstructions ? [['a system message was moved to the beginning of the conversation', 'messages'] as const] : []),
    ...(schemaText
      ? [['the schema of the answer became an instruction, since this model takes none beside tools', 'responseFormat'] as const]
      : []),
  ]
  return { body, warnings: [...warnings, ...toMapped(asked, mapped)] }
}

function foreignFields({ extra }: CompletionRequest): Record<string, Json> {
  if (extra?.dialect !== DIALECT) return {}
  return Object.fromEntries(Object.entries(extra.fields).filter(([name]) => !OURS.has(name)))
}

/** Before the third generation a request with functions may not ask for JSON: https://ai.google.dev/gemini-api/docs/structured-output. */
function moveSchema(request: CompletionRequest, family: ModelFamily): { request: CompletionRequest; schemaText?: string } {
  const { responseFormat, tools } = request
  const isBefore = family.version !== null && !isThirdGeneration(family)
  if (!isBefore || !tools?.length || !responseFormat || responseFormat.type === 'text') return { request }
  const schema =
    responseFormat.type === 'json-schema' ? ` that matches this JSON schema: ${JSON.stringify(responseFormat.schema)}` : ''
  return {
    request: { ...request, responseFormat: undefined },
    schemaText: `Unless you call a function, answer with nothing but JSON${schema}`,
  }
}

function toMapped(
  { onUnsupported }: CompletionRequest,
  mapped: readonly (readonly [message: string, parameter: string])[],
): Warning[] {
  if (onUnsupported === 'IGNORE') return []
  return mapped.map(([message, parameter]) => ({
    code: 'PARAMETER_MAPPED',
    message: `${message[0]!.toUpperCase()}${message.slice(1)}.`,
    parameter,
  }))
}
