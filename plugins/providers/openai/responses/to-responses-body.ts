import { type CompletionRequest, fitRequest, type Json, type Parameter, type Warning } from '../../../../src/plugin-api.js'
import { type ExtraFields, readExtra } from './extra-fields.js'
import { DIALECT } from './native-reader.js'
import type { Dropped, ItemOptions } from './to-assistant-items.js'
import { toInput } from './to-input.js'
import { toTools, toWireFormat } from './to-wire-tools.js'

export interface ResponsesBodyOptions extends ItemOptions {
  readonly model: string
  readonly stream: boolean
}

export interface ResponsesBody {
  readonly body: Readonly<Record<string, Json | undefined>>
  readonly warnings: readonly Warning[]
}

/** This API has no parameter of the kind. */
const LACKING: ReadonlySet<Parameter> = new Set(['n', 'seed', 'stop', 'presencePenalty', 'frequencyPenalty', 'topK'])
/** It refuses less. */
const LEAST_OUTPUT_TOKENS = 16

/**
 * The request as POST /responses takes it (https://platform.openai.com/docs/api-reference/responses/create). Nothing is stored at the provider.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toResponsesBody(asked: CompletionRequest, options: ResponsesBodyOptions): ResponsesBody {
  const extra = readExtra(asked)
  const { request, warnings } = fitRequest(asked, (parameter) => cannot(parameter, asked), lostDetails(asked, extra))
  const { instructions, input, dropped } = toInput(request, options)
  const body = {
    ...extra.fields,
    model: options.model,
    instructions,
    input,
    ...toTools(request),
    ...toParameters(request, extra),
    include: toInclude(request, extra, options),
    store: false,
    ...(options.stream && { stream: true, stream_options: { include_obfuscation: false } }),
  }
  return { body, warnings: [...warnings, ...droppedWarnings(dropped), ...mapped(request)] }
}

function cannot(parameter: Parameter, { nativeTools = [] }: CompletionRequest): boolean {
  if (parameter === 'nativeTools') return nativeTools.every(({ dialect }) => dialect !== DIALECT)
  return LACKING.has(parameter)
}

function lostDetails({ reasoning, nativeTools = [] }: CompletionRequest, { lost }: ExtraFields): string[] {
  const own = nativeTools.filter(({ dialect }) => dialect === DIALECT).length
  return [
    ...(reasoning?.maxTokens === undefined ? [] : ['reasoning.maxTokens']),
    ...(own > 0 && own < nativeTools.length ? ['nativeTools'] : []),
    ...lost,
  ]
}

function toParameters(request: CompletionRequest, extra: ExtraFields): Record<string, Json | undefined> {
  const { responseFormat, reasoning, logprobs, maxOutputTokens } = request
  const text = { ...extra.text, ...(responseFormat && { format: toWireFormat(responseFormat) }) }
  const thought = { ...extra.reasoning, ...(reasoning?.effort && { effort: reasoning.effort }), ...toSummary(request, extra) }
  return {
    max_output_tokens: maxOutputTokens === undefined ? undefined : Math.max(maxOutputTokens, LEAST_OUTPUT_TOKENS),
    temperature: request.temperature,
    top_p: request.topP,
    top_logprobs: logprobs?.top,
    metadata: request.metadata,
    ...(request.endUser !== undefined && { safety_identifier: request.endUser }),
    ...(Object.keys(text).length > 0 && { text }),
    ...(Object.keys(thought).length > 0 && { reasoning: thought }),
  }
}

function toSummary({ reasoning }: CompletionRequest, extra: ExtraFields): { summary?: Json } {
  if (reasoning?.show === undefined) return {}
  return reasoning.show ? { summary: extra.reasoning['summary'] ?? 'auto' } : { summary: null }
}

/** Models that do not reason refuse to be asked for it. */
function toInclude({ logprobs }: CompletionRequest, { include }: ExtraFields, { plain }: ItemOptions): Json | undefined {
  const ours = [...(plain ? [] : ['reasoning.encrypted_content']), ...(logprobs ? ['message.output_text.logprobs'] : [])]
  const all = [...new Set([...ours, ...include])]
  return all.length > 0 ? all : undefined
}

function droppedWarnings({ reasoning, native }: Readonly<Dropped>): Warning[] {
  const what = [...(reasoning ? ['reasoning'] : []), ...(native ? ['items of another dialect'] : [])]
  if (what.length === 0) return []
  const message = `Earlier turns hold ${what.join(' and ')} that mean nothing to this model: left out.`
  return [{ code: 'STATE_DROPPED', message }]
}

function mapped({ maxOutputTokens, onUnsupported }: CompletionRequest): Warning[] {
  if (maxOutputTokens === undefined || maxOutputTokens >= LEAST_OUTPUT_TOKENS || onUnsupported === 'IGNORE') return []
  const message = `This provider takes no limit below ${LEAST_OUTPUT_TOKENS} tokens: that was sent.`
  return [{ code: 'PARAMETER_MAPPED', message, parameter: 'maxOutputTokens' }]
}
