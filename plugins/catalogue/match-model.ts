import type { ConditionalPrice, findProvider, MatchLogic, ModelInfo, ModelPrice } from '@pydantic/genai-prices'

export type ListedVendor = NonNullable<ReturnType<typeof findProvider>>
type Matcher = (name: string) => boolean

/**
 * Finds models of the price list by name as its own package does, of which a test makes sure. The package copies and prices a whole
 * model for each question, which a catalogue that asks for thousands cannot wait for.
 */
export function createModelFinder(vendor: ListedVendor): (name: string) => ModelInfo | undefined {
  const rows = vendor.models.map((model) => ({ model, matches: toMatcher(model.match) }))
  const found = new Map<string, ModelInfo | undefined>()
  return (name) => {
    if (found.has(name)) return found.get(name)
    const model = rows.find(({ matches }) => matches(name))?.model ?? rows.find(({ matches }) => matches(withDashes(name)))?.model
    if (found.size < MOST_REMEMBERED) found.set(name, model)
    return model
  }
}

const MOST_REMEMBERED = 10_000

function toMatcher(logic: MatchLogic): Matcher {
  if ('or' in logic) return anyOf(logic.or.map(toMatcher))
  if ('and' in logic) return allOf(logic.and.map(toMatcher))
  if ('regex' in logic) return matching(new RegExp(logic.regex))
  if ('equals' in logic) return comparing(logic.equals, (name, text) => name === text)
  if ('starts_with' in logic) return comparing(logic.starts_with, (name, text) => name.startsWith(text))
  if ('ends_with' in logic) return comparing(logic.ends_with, (name, text) => name.endsWith(text))
  if ('contains' in logic) return comparing(logic.contains, (name, text) => name.includes(text))
  return () => false
}

const anyOf =
  (matchers: readonly Matcher[]): Matcher =>
  (name) =>
    matchers.some((matches) => matches(name))
const allOf =
  (matchers: readonly Matcher[]): Matcher =>
  (name) =>
    matchers.every((matches) => matches(name))
const matching =
  (pattern: RegExp): Matcher =>
  (name) =>
    pattern.test(name)

function comparing(text: string, compare: (name: string, text: string) => boolean): Matcher {
  const lower = text.toLowerCase()
  return (name) => compare(name.toLowerCase(), lower)
}

/** Snapshots are dated 20250807 or 2025-08-07; the list knows the latter. */
function withDashes(name: string): string {
  return name.replace(/-(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)/g, '-$1-$2-$3')
}

/** The price in force at a moment, and since when where the list tells: the last whose condition holds. */
export function priceInForce({ prices }: ModelInfo, at: Date): { readonly price: ModelPrice; readonly since: Date | null } {
  if (!Array.isArray(prices)) return { price: prices, since: null }
  const held = prices.findLast((conditional) => holds(conditional, at)) ?? prices[0]
  const constraint = held?.constraint
  return { price: held?.prices ?? {}, since: constraint?.type === 'start_date' ? new Date(constraint.start_date) : null }
}

function holds({ constraint }: ConditionalPrice, at: Date): boolean {
  if (!constraint) return true
  if (constraint.type === 'start_date') return at >= new Date(constraint.start_date)
  const now = at.toISOString().slice(11, 19)
  const [start, end] = [constraint.start_time.slice(0, 8), constraint.end_time.slice(0, 8)]
  return end < start ? now >= start || now < end : now >= start && now < end
}
