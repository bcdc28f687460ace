import { setTimeout as wait } from 'node:timers/promises'
import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import { type DemoAnswer, toAnswer } from './to-answer.js'
import { toDemoUsage } from './to-demo-usage.js'

/** Between two batches of a stream: enough to be seen as one. */
const PAUSE_MS = 4
const MOST_BATCHES = 40

/** The answer as events: in one batch, or in several with a moment between them. */
export async function* streamDemo(
  { request, model, stream, signal }: ProviderCall<CompletionRequest>,
  check: () => void,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  signal.throwIfAborted()
  check()
  const choices = Array.from({ length: request.n ?? 1 }, () => toAnswer(request))
  const start: ProviderEvent = { type: 'response-metadata', providerModel: model }
  const contents = choices.flatMap((answer, index) => toDeltas(answer, index === 0 ? undefined : index, stream))
  const end: ProviderEvent[] = [
    ...choices.map(
      (answer, index): ProviderEvent => ({ type: 'finish', choice: index === 0 ? undefined : index, reason: answer.reason }),
    ),
    { type: 'usage', usage: toDemoUsage(request, choices) },
  ]
  const batches = stream ? group(contents) : [contents]
  batches[0] = [start, ...(batches[0] ?? [])]
  for (const [index, batch] of batches.entries()) {
    if (index > 0) await pause(signal)
    yield index === batches.length - 1 ? [...batch, ...end] : batch
  }
}

function toDeltas({ text, calls }: DemoAnswer, choice: number | undefined, stream: boolean): ProviderEvent[] {
  const texts = stream ? split(text, /\S+\s*|\s+/g) : [text]
  const said = texts.filter(Boolean).map((piece): ProviderEvent => ({ type: 'text-delta', text: piece, choice }))
  const called = calls.flatMap(({ id, name, arguments: args }, index) => {
    const [first = '', ...rest] = stream ? split(args, /[\s\S]{1,16}/g) : [args]
    const start: ProviderEvent = { type: 'tool-call-delta', index, id, name, argumentsDelta: first, choice }
    return [start, ...rest.map((piece): ProviderEvent => ({ type: 'tool-call-delta', index, argumentsDelta: piece, choice }))]
  })
  return [...said, ...called]
}

function split(text: string, pieces: RegExp): string[] {
  return text.match(pieces) ?? []
}

/** A long answer comes in larger batches rather than in more of them. */
function group(events: readonly ProviderEvent[]): (readonly ProviderEvent[])[] {
  const size = Math.max(2, Math.ceil(events.length / MOST_BATCHES))
  const batches: (readonly ProviderEvent[])[] = []
  for (let from = 0; from < events.length; from += size) batches.push(events.slice(from, from + size))
  return batches.length === 0 ? [[]] : batches
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await wait(PAUSE_MS, undefined, { signal })
  } catch {
    throw signal.reason
  }
}
