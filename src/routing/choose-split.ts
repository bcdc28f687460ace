import type { RouteFacts } from '../domain/condition.js'
import type { Route, StickyBy } from '../domain/route.js'
import { hash32 } from './hash.js'

export interface SplitInput {
  readonly facts: RouteFacts
  /** What always falls on the same side; null leaves it to chance. */
  readonly stickyKey: string | null
  /** A number in [0, 1); drawn at most once. */
  readonly chance: () => number
}

export interface SplitChoice {
  /** null: no split takes the call. */
  readonly chosen: Route['splits'][number] | null
  /** Why it was chosen, in a sentence for people; empty when none was. */
  readonly reason: string
  /** What kept conditions from being evaluated, each with the name of its split. */
  readonly problems: readonly string[]
}

const SPACE = 2 ** 32

/**
 * The first split that takes the call: the caller's place on a line from 0 to 100 lies on its stretch, and its header and condition hold.
 * Stretches lie side by side in the order of the splits, so a split that is added at the end moves nobody, and one that grows keeps
 * whom it has. A split without a percentage has no stretch: it takes all for whom the rest holds.
 */
export function chooseSplit(route: Pick<Route, 'name' | 'splits'>, input: SplitInput): SplitChoice {
  const problems: string[] = []
  let place: number | undefined
  let start = 0
  for (const candidate of route.splits) {
    const { percent } = candidate.split
    const from = start
    start += percent ?? 0
    if (percent !== undefined) place ??= placeOf(route.name, input)
    if (percent !== undefined && !(place! >= from && place! < start)) continue
    if (holds(candidate, input.facts, problems)) return { chosen: candidate, reason: reasonOf(candidate), problems }
  }
  return { chosen: null, reason: '', problems }
}

/** What a route's calls stick by. null: nothing. `conversation` is asked only where it is needed. */
export function stickyKeyOf(stickyBy: StickyBy = 'END_USER', facts: RouteFacts, conversation: () => string): string | null {
  const { organization, key } = facts.principal
  switch (stickyBy) {
    case 'END_USER':
      return facts.request.endUser === '' ? `conversation ${conversation()}` : `user ${organization} ${facts.request.endUser}`
    case 'API_KEY':
      return `key ${organization} ${key}`
    case 'CONVERSATION':
      return `conversation ${conversation()}`
    case 'NONE':
      return null
    default:
      return stickyBy satisfies never
  }
}

/** Only here is the key asked for: some keys cost a look at the prompt. */
function placeOf(route: string, { stickyKey, chance }: SplitInput): number {
  return (stickyKey === null ? chance() : hash32(`${route}\0${stickyKey}`) / SPACE) * 100
}

function holds({ split, name, condition }: Route['splits'][number], facts: RouteFacts, problems: string[]): boolean {
  const { header } = split
  if (header && facts.request.headers[header.name.toLowerCase()] !== header.value) return false
  const result = condition?.test(facts)
  if (result?.problem) problems.push(`${name}: ${result.problem}`)
  return result?.holds ?? true
}

function reasonOf({ split, name }: Route['splits'][number]): string {
  const because = [
    split.percent === undefined ? [] : [`it is among its ${split.percent} %`],
    split.header ? [`its header ${split.header.name.toLowerCase()} says so`] : [],
    split.when === undefined ? [] : ['its condition holds'],
  ].flat()
  return `split ${name} takes it${because.length > 0 ? `: ${because.join(' and ')}` : ''}`
}
