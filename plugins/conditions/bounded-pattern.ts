const LONGEST_PATTERN = 200
/** Longer texts are refused rather than searched. */
export const LONGEST_SEARCHED = 512
/** Steps of the backtracking engine that one search may take at worst: a few milliseconds. */
const MOST_STEPS = 4_000_000

/**
 * A regular expression whose worst search is bounded, whatever text a caller sends, or a sentence that says what to change. JavaScript's engine
 * backtracks: each quantifier multiplies the ways that it may try. A group may not be repeated, so the ways can be counted.
 */
export function boundedPattern(pattern: string): RegExp | string {
  if (pattern.length > LONGEST_PATTERN) return `a pattern has at most ${LONGEST_PATTERN} characters`
  if (/\\[1-9k]/.test(pattern)) return 'a pattern must not refer back to a group'
  if (/\(\?(?!:)/.test(pattern)) return 'a pattern must not look around or name groups: of the forms with (? there is only (?:'
  const bare = withoutEscapesAndClasses(pattern)
  if (/\)[*+?{]/.test(bare)) return 'a pattern must not repeat a group: repeat single characters or classes such as [a-z]'
  if (stepsOf(bare) > MOST_STEPS) return 'a pattern with so many repetitions may take too long: begin it with ^ or repeat less'
  try {
    return new RegExp(pattern)
  } catch {
    return 'the pattern is no regular expression'
  }
}

/** Each escape and each class is one character, which may be repeated as any other. */
function withoutEscapesAndClasses(pattern: string): string {
  return pattern.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x')
}

/** The ways that the engine may try: places to begin at, times the ways of each quantifier and each choice, times the length of a way. */
function stepsOf(bare: string): number {
  const choices = choicesOf(bare)
  let ways = bare.startsWith('^') && choices[0] === 1 ? 1 : LONGEST_SEARCHED
  for (const count of choices) ways *= count
  let lengthOfWay = 1
  for (const [, mark, least, comma, most] of bare.matchAll(/([*+?])|\{(\d+)(,?)(\d*)\}/g)) {
    ways *= mark === '?' ? 2 : waysToRepeat(mark, Number(least), comma, most)
    lengthOfWay += mark ? 0 : Math.min(LONGEST_SEARCHED, Number(most || least))
  }
  return ways * Math.max(1, lengthOfWay / 64)
}

function waysToRepeat(mark: string | undefined, least: number, comma: string | undefined, most: string | undefined): number {
  if (mark || (comma && !most)) return LONGEST_SEARCHED
  return comma ? Math.min(LONGEST_SEARCHED, Math.max(1, Number(most) - least + 1)) : 1
}

/** How many alternatives the pattern itself, then each of its groups, has. */
function choicesOf(bare: string): readonly number[] {
  const counts = [1]
  const open = [0]
  for (const character of bare) {
    if (character === '(') open.push(counts.push(1) - 1)
    if (character === ')' && open.length > 1) open.pop()
    if (character === '|') counts[open.at(-1)!]! += 1
  }
  return counts
}
