import { type EventBatch, isContent, type ProviderEvent, type Warning } from '../domain/completion-event.js'
import type { Try } from './try-target.js'

/** Where an answer broke off. */
export interface Seam {
  /** The white space that was shown last and that the next model was not told of. */
  readonly whiteSpace: string
  /** Which of the provider's content parts was open. */
  readonly part: number | undefined
  readonly brokeOff: string
}

/**
 * An answer that goes on with another, as one text: white space that is shown already is left out, and what another model thinks in the
 * middle of it is not shown.
 */
export async function* joinAtSeam({ whiteSpace, part, brokeOff }: Seam, tries: Try, model: string): Try {
  let shown = whiteSpace
  let joined = false
  const join = (event: EventBatch[number]): EventBatch => {
    if (event.type === 'reasoning-delta') return []
    if (event.type !== 'text-delta') return [event]
    const text = withoutShown(event.text, shown)
    shown = text === '' ? shown.slice(event.text.length) : ''
    const { part: _, ...delta } = event
    return [{ ...delta, text, ...(part !== undefined && { part }) } satisfies ProviderEvent]
  }
  try {
    for (;;) {
      const read = await tries.next()
      if (read.done) return read.value
      if (!joined && read.value.some(isContent)) {
        joined = true
        yield [{ type: 'warning', warning: continued(brokeOff, model) }]
      }
      yield read.value.flatMap(join)
    }
  } finally {
    await tries.return(undefined)
  }
}

/** The text without what it has in common with the white space before it. */
function withoutShown(text: string, shown: string): string {
  let same = 0
  while (same < text.length && same < shown.length && text[same] === shown[same]) same++
  return text.slice(same)
}

function continued(brokeOff: string, model: string): Warning {
  return { code: 'CONTINUED', message: `The stream of ${brokeOff} broke off, and ${model} went on with the answer.` }
}
