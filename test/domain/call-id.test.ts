import { expect, it } from 'vitest'
import { createCallId, createWriter, firstCallIdAt, isCallId, timeOf, writerOf } from '../../src/domain/call-id.js'

const at = (timeMs: number, sequence = 0) => createCallId({ timeMs, writer: 'abcde01', sequence, chance: 5 })

it('sorts by time and then by sequence', () => {
  const ids = [at(1_000, 3), at(1_000, 4), at(1_001, 0), at(1_800_000_000_000, 0)]
  expect([...ids].sort()).toEqual(ids)
  expect(firstCallIdAt(1_001) <= at(1_001)).toBe(true)
  expect(firstCallIdAt(1_001) > at(1_000, 31)).toBe(true)
})

it('tells its time and its writer', () => {
  const id = at(1_796_000_000_123)
  expect(timeOf(id)).toBe(1_796_000_000_123)
  expect(writerOf(id)).toBe('abcde01')
  expect(createWriter('abcde', 33)).toBe('abcde11')
})

it('is not mistaken for another string', () => {
  for (const text of ['', 'call_', `${at(1)}x`, at(1).toUpperCase(), 'call_{"$gt":""}0000000000000']) {
    expect(isCallId(text)).toBe(false)
    expect(writerOf(text)).toBeNull()
  }
})
