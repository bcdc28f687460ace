import type { ProviderEvent, ProviderState } from '../../../../src/plugin-api.js'
import { type AnswerContext, type ItemReader, remainder } from './item-reader.js'
import { index, records, text, type Wire } from './wire.js'

const BETWEEN = '\n\n'

/** Reasoning: a summary of it in paragraphs or, of open models, the text itself; and the encrypted whole, which is complete at the end only. */
export function createReasoningReader({ owner, nextPart }: AnswerContext): ItemReader {
  let part: number | undefined
  let shown = 0
  let paragraph = 0
  let isRaw = false

  function push(delta: string, out: ProviderEvent[], providerState?: ProviderState): void {
    if (delta === '' && !providerState) return
    part ??= nextPart()
    shown += delta.length
    out.push({ type: 'reasoning-delta', text: delta, part, ...(providerState && { providerState }) })
  }

  function pushParagraph(number: number, delta: string, out: ProviderEvent[]): void {
    const turns = shown > 0 && number !== paragraph
    paragraph = number
    push(turns ? BETWEEN + delta : delta, out)
  }

  return {
    piece(event, out) {
      const delta = text(event['delta'])
      if (!delta) return
      if (event['type'] === 'response.reasoning_summary_text.delta' && !isRaw) {
        pushParagraph(index(event['summary_index']), delta, out)
      } else if (event['type'] === 'response.reasoning_text.delta' && (isRaw || shown === 0)) {
        isRaw = true
        pushParagraph(index(event['content_index']), delta, out)
      }
    },
    whole(item, out) {
      const raw = joined(item['content'])
      if (shown === 0) isRaw = raw !== ''
      push(remainder(isRaw ? raw : joined(item['summary']), shown), out)
      const state = toState(item, isRaw, owner)
      if (state) push('', out, state)
    },
  }
}

function joined(paragraphs: unknown): string {
  return records(paragraphs)
    .flatMap((paragraph) => text(paragraph['text']) ?? [])
    .join(BETWEEN)
}

function toState(item: Wire, isRaw: boolean, owner: string): ProviderState | undefined {
  const id = text(item['id'])
  const encryptedContent = text(item['encrypted_content'])
  if (!id) return undefined
  return { provider: owner, value: { id, ...(encryptedContent && { encryptedContent }), ...(isRaw && { raw: true }) } }
}
