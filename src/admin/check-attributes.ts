import { GatewayError } from '../domain/gateway-error.js'
import type { PrincipalAttributes } from '../domain/principal.js'

const WORDS = ['team', 'application', 'role', 'tier'] as const
const MOST_TAGS = 20
/** Conditions compare them: what nobody sees must not make a difference. */
const WORD = /^[^\p{Cc}\p{Cf}]{1,64}$/u

/**
 * What is said, without spaces around it; undefined when nothing is.
 * @throws {GatewayError} INVALID_REQUEST
 */
export function checkAttributes(attributes: PrincipalAttributes): PrincipalAttributes | undefined {
  const said = WORDS.flatMap((name) => {
    const word = attributes[name]
    return word === undefined ? [] : [[name, checkWord(word, `attributes.${name}`)] as const]
  })
  const tags = checkTags(attributes.tags ?? [])
  if (said.length === 0 && tags.length === 0) return undefined
  return { ...Object.fromEntries(said), ...(tags.length > 0 && { tags }) }
}

function checkTags(tags: readonly string[]): readonly string[] {
  if (tags.length > MOST_TAGS) invalid('attributes.tags', `A key has at most ${MOST_TAGS} tags.`)
  return [...new Set(tags.map((tag, index) => checkWord(tag, `attributes.tags[${index}]`)))]
}

function checkWord(word: string, path: string): string {
  const trimmed = word.trim()
  if (!WORD.test(trimmed)) invalid(path, 'An attribute is a text of 1 to 64 characters on one line.')
  return trimmed
}

function invalid(path: string, message: string): never {
  throw new GatewayError('INVALID_REQUEST', message, { path })
}
