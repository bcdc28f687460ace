import { expect, test } from 'vitest'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import type { Message, Role } from '../../src/domain/content.js'
import { affinityKeyOf } from '../../src/routing/affinity-key.js'

const says = (role: Role, text: string): Message => ({ role, parts: [{ type: 'text', text }] })
const opening = [says('system', 'You are terse.'), says('user', 'Hello')]
const requestOf = (messages: readonly Message[], more: Partial<CompletionRequest> = {}) => ({ model: 'm', messages, ...more })
const key = affinityKeyOf('acme', requestOf(opening))

test('stays the same for all turns of a conversation and whatever model is asked', () => {
  const later = [...opening, says('assistant', 'Hi'), says('user', 'Why?')]
  expect(affinityKeyOf('acme', requestOf(later))).toBe(key)
  expect(affinityKeyOf('acme', requestOf(opening, { model: 'other', temperature: 1 }))).toBe(key)
  expect(key).toMatch(/^[0-9a-f]{8}$/)
})

test.each([
  ['tenant', 'other', requestOf(opening)],
  ['system prompt', 'acme', requestOf([says('system', 'You are kind.'), opening[1]!])],
  ['first turn', 'acme', requestOf([opening[0]!, says('user', 'Hello!')])],
  ['tools', 'acme', requestOf(opening, { tools: [{ name: 'search' }] })],
  ['absent system prompt', 'acme', requestOf([opening[1]!])],
  ['developer prompt beside it', 'acme', requestOf([opening[0]!, says('developer', 'x'), opening[1]!])],
])('tells apart by %s', (_what, organization, request) => {
  expect(affinityKeyOf(organization, request)).not.toBe(key)
})

test('does not take text from one field for that of another', () => {
  const split = (system: string, user: string) => affinityKeyOf('acme', requestOf([says('system', system), says('user', user)]))
  expect(split('ab', 'c')).not.toBe(split('a', 'bc'))
})

test('reads the beginning of a long prompt only, and its length', () => {
  const long = 'a'.repeat(5_000_000)
  const of = (text: string) => affinityKeyOf('acme', requestOf([says('system', text), says('user', 'Hello')]))
  expect(of(`${long}b`)).toBe(of(`${long}c`))
  expect(of(`${long}b`)).not.toBe(of(long))
})

test('goes by the first text of a request that is no conversation', () => {
  const embed = (text: string) => affinityKeyOf('acme', { model: 'e', input: [text, 'more'] })
  expect(embed('a')).toBe(embed('a'))
  expect(embed('a')).not.toBe(embed('b'))
  expect(affinityKeyOf('acme', { model: 'r', query: 'q', documents: [] })).not.toBe(
    affinityKeyOf('acme', { model: 'e', input: [] }),
  )
})
