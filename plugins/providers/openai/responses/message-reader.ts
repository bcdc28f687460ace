import type { Json, ProviderEvent, ProviderState, TextDeltaEvent } from '../../../../src/plugin-api.js'
import { toLogprobs } from '../../openai-compatible/to-logprobs.js'
import { type AnswerContext, type ItemReader, remainder } from './item-reader.js'
import { toCitation } from './to-citation.js'
import { index, records, text, type Wire } from './wire.js'

interface OpenPart {
  readonly part: number
  shown: string
  citations: number
  logprobs: number
}

/** A message: texts with their sources, and refusals. */
export function createMessageReader(item: Wire, { owner, nextPart, sawRefusal }: AnswerContext): ItemReader {
  const state = toState(item, owner)
  const parts = new Map<number, OpenPart>()

  function open(number: number): OpenPart {
    const known = parts.get(number)
    if (known) return known
    const part = { part: nextPart(), shown: '', citations: 0, logprobs: 0 }
    parts.set(number, part)
    return part
  }

  function pushText(part: OpenPart, delta: string, wireLogprobs: unknown, out: ProviderEvent[]): void {
    const logprobs = Array.isArray(wireLogprobs) && wireLogprobs.length > 0 ? toLogprobs(wireLogprobs) : undefined
    if (delta === '' && !logprobs) return
    out.push({ type: 'text-delta', text: delta, part: part.part, ...begins(part, delta), ...(logprobs && { logprobs }) })
    part.shown += delta
    part.logprobs += logprobs?.length ?? 0
  }

  function pushRefusal(part: OpenPart, delta: string, out: ProviderEvent[]): void {
    if (delta === '') return
    sawRefusal()
    out.push({ type: 'refusal-delta', text: delta, part: part.part, ...begins(part, delta) })
    part.shown += delta
  }

  function pushCitations(part: OpenPart, annotations: readonly Wire[], out: ProviderEvent[]): void {
    if (annotations.length === 0) return
    const citations = annotations.map((annotation) => toCitation(annotation, part.shown))
    const event: TextDeltaEvent = { type: 'text-delta', text: '', part: part.part, citations }
    out.push(event)
    part.citations += annotations.length
  }

  /** The item's own identity goes with the first piece of each of its parts. */
  function begins(part: OpenPart, delta: string): { providerState?: ProviderState } {
    return state && part.shown === '' && delta !== '' ? { providerState: state } : {}
  }

  return {
    piece(event, out) {
      switch (event['type']) {
        case 'response.output_text.delta':
          return pushText(open(index(event['content_index'])), text(event['delta']) ?? '', event['logprobs'], out)
        case 'response.refusal.delta':
          return pushRefusal(open(index(event['content_index'])), text(event['delta']) ?? '', out)
      }
    },
    whole(item, out) {
      for (const [number, content] of records(item['content']).entries()) {
        const part = open(number)
        if (content['type'] === 'refusal') {
          pushRefusal(part, remainder(content['refusal'], part.shown.length), out)
          continue
        }
        const logprobs = Array.isArray(content['logprobs']) ? content['logprobs'].slice(part.logprobs) : undefined
        pushText(part, remainder(content['text'], part.shown.length), logprobs, out)
        pushCitations(part, records(content['annotations']).slice(part.citations), out)
      }
    },
  }
}

function toState(item: Wire, owner: string): ProviderState | undefined {
  const { id, phase } = item as { id?: Json; phase?: Json }
  if (typeof id !== 'string') return undefined
  return { provider: owner, value: { id, ...(typeof phase === 'string' && { phase }) } }
}
