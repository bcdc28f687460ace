import { createRandom } from './statistics.mjs'

const WORDS =
  'river stone carries every morning its own weather over the valley where people measure water and keep the gate so that fields below are neither dry nor drowned'.split(
    ' ',
  )

/** Words that neither compress like one repeated letter nor hide the cost of JSON escapes: a quote and a line break now and then. */
export function createProse(bytes, seed) {
  const random = createRandom(seed)
  let text = ''
  while (text.length < bytes) text += nextWord(random)
  return text.slice(0, bytes)
}

function nextWord(random) {
  const word = WORDS[Math.floor(random() * WORDS.length)]
  const chance = random()
  if (chance < 0.04) return `"${word}", `
  return chance < 0.06 ? `${word}.\n` : `${word} `
}
