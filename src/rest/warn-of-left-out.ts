import type { Completion } from '../domain/completion.js'

/**
 * The answer with a warning when it holds items that only another dialect has a form for, such as a search of the provider's own: a door
 * leaves them out. A format that has no such items gives no dialect. Of a stream the headers have gone before: nothing can be added.
 */
export function warnOfLeftOut(completion: Completion, dialect?: string): Completion {
  const foreign: string[] = []
  for (const { parts } of completion.choices)
    for (const part of parts) if (part.type === 'native' && part.dialect !== dialect) foreign.push(part.dialect)
  if (foreign.length === 0) return completion
  const from = [...new Set(foreign)].join(', ')
  const message = `The answer holds items of ${from} that this format has no form for (${foreign.length}): they were left out.`
  return { ...completion, warnings: [...completion.warnings, { code: 'STATE_DROPPED', message }] }
}
