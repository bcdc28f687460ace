import { AnswerFold } from '../../../src/pipeline/fold-answer.js'
import type {
  CompletionRequest,
  ContentPart,
  FinishReason,
  Json,
  Provider,
  ProviderCall,
  ProviderEvent,
  Usage,
  Warning,
} from '../../../src/plugin-api.js'

/** What a provider said, folded. */
export interface ReadAnswer {
  readonly batches: readonly (readonly ProviderEvent[])[]
  readonly choices: readonly { readonly parts: readonly ContentPart[]; readonly finishReason: FinishReason | null }[]
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[]
  readonly finishReason: FinishReason | null
  readonly usage: Usage | null
  readonly warnings: readonly Warning[]
  readonly extra: Readonly<Record<string, Json>>
}

export function asking(text: string, fields: Partial<CompletionRequest> = {}): CompletionRequest {
  return { model: 'any', messages: [{ role: 'user', parts: [{ type: 'text', text }] }], ...fields }
}

export function toCall(
  model: string,
  request: CompletionRequest,
  fields: Partial<ProviderCall<CompletionRequest>> = {},
): ProviderCall<CompletionRequest> {
  return { request, model, stream: true, signal: new AbortController().signal, connectTimeoutMs: 2_000, ...fields }
}

export async function readAnswer(provider: Provider, call: ProviderCall<CompletionRequest>): Promise<ReadAnswer> {
  const batches: (readonly ProviderEvent[])[] = []
  for await (const batch of provider.complete(call)) batches.push(batch)
  return foldAnswer(batches)
}

export function foldAnswer(batches: readonly (readonly ProviderEvent[])[]): ReadAnswer {
  const fold = new AnswerFold()
  const events = batches.flat()
  for (const event of events) fold.add(event)
  const choices = fold.choices()
  const parts = choices[0]?.parts ?? []
  const textOf = (type: 'text' | 'reasoning') => parts.map((part) => (part.type === type ? part.text : '')).join('')
  return {
    batches,
    choices,
    text: textOf('text'),
    reasoning: textOf('reasoning'),
    toolCalls: parts.flatMap((part) =>
      part.type === 'tool-call' ? [{ id: part.id, name: part.name, arguments: part.arguments }] : [],
    ),
    finishReason: choices[0]?.finishReason ?? null,
    usage: events.findLast((event) => event.type === 'usage')?.usage ?? null,
    warnings: events.flatMap((event) => (event.type === 'warning' ? [event.warning] : [])),
    extra: Object.assign({}, ...events.map((event) => (event.type === 'extra' ? event.fields : {}))),
  }
}
