import type { CompletionRequest, ContentPart, FinishReason, Message } from '../../../src/plugin-api.js'
import { chooseTools } from './choose-tools.js'
import { fillSchema } from './fill-schema.js'

export interface DemoCall {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

export interface DemoAnswer {
  readonly text: string
  readonly calls: readonly DemoCall[]
  readonly reason: FinishReason
}

const QUOTE_LENGTH = 160
const ASCII_CHARACTERS_PER_TOKEN = 4

/** What the demo says to a request: tool calls, a filled schema, or a text that quotes the last user text. Nothing else decides. */
export function toAnswer(request: CompletionRequest): DemoAnswer {
  const asked = lastUserText(request.messages)
  const tools = chooseTools(request, asked)
  if (tools.length > 0) {
    const calls = tools.map((tool, index) => ({
      id: `call_demo_${request.messages.length}_${index}`,
      name: tool.name,
      arguments: JSON.stringify(fillSchema(tool.parameters ?? { type: 'object' }, asked)),
    }))
    return { text: '', calls, reason: 'TOOL_CALLS' }
  }
  return limit(toText(request, asked), request)
}

function toText({ responseFormat, messages }: CompletionRequest, asked: string): string {
  if (responseFormat?.type === 'json-schema') return JSON.stringify(fillSchema(responseFormat.schema, asked))
  if (responseFormat?.type === 'json-object')
    return JSON.stringify({ demo: true, note: 'No AI was asked.', you_said: quote(asked) })
  const results = toolResults(messages)
  const heard = results.length > 0 ? `The tool answered: "${quote(results.join(' '))}".` : `You said: "${quote(asked)}".`
  return `This is Weir's demo model: no AI was asked. ${heard} Configure a provider to get real answers.`
}

/** The output limit and the stop sequences hold here too. */
function limit(text: string, { maxOutputTokens, stop = [] }: CompletionRequest): DemoAnswer {
  const ends = stop.map((end) => (end === '' ? -1 : text.indexOf(end))).filter((at) => at >= 0)
  const stopped = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text
  const most = maxOutputTokens === undefined ? Number.POSITIVE_INFINITY : maxOutputTokens * ASCII_CHARACTERS_PER_TOKEN
  return stopped.length > most
    ? { text: stopped.slice(0, most), calls: [], reason: 'LENGTH' }
    : { text: stopped, calls: [], reason: 'STOP' }
}

export function lastUserText(messages: readonly Message[]): string {
  const last = messages.findLast(({ role, parts }) => role === 'user' && parts.some(({ type }) => type === 'text'))
  return texts(last?.parts ?? [])
}

/** Those after the last user message: the answer to them is due now. */
function toolResults(messages: readonly Message[]): string[] {
  const lastUser = messages.findLastIndex(({ role }) => role === 'user')
  return messages
    .slice(lastUser + 1)
    .flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'tool-result' ? [texts(part.parts)] : [])))
}

function texts(parts: readonly ContentPart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ')
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > QUOTE_LENGTH ? `${line.slice(0, QUOTE_LENGTH)}…` : line
}
