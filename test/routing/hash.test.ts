import { expect, test } from 'vitest'
import { hash32 } from '../../src/routing/hash.js'

test.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  // The published vectors are of bytes: two of them are one code unit.
  ['\u4321\u8765', 0, 0xf55b516b],
  ['\u4321\u8765', 0x5082edee, 0x2362f9de],
  ['\u4321', 0, 0xa0f7b07a],
  ['\0\0', 0, 0x2362f9de],
  ['\0', 0, 0x30f4c306],
])('is MurmurHash3 of %j under seed %i', (text, seed, expected) => {
  expect(hash32(text, seed)).toBe(expected)
})

test('flips about half of its bits when one character or the seed changes by one', () => {
  const distances = Array.from({ length: 4_000 }, (_, i) => [
    bitsSet(hash32(`caller-${i}`) ^ hash32(`caller-${i + 1}`)),
    bitsSet(hash32('caller', i) ^ hash32('caller', i + 1)),
  ]).flat()
  const mean = distances.reduce((sum, bits) => sum + bits, 0) / distances.length
  expect(mean).toBeGreaterThan(15.7)
  expect(mean).toBeLessThan(16.3)
})

test('fills a hundred boxes evenly with names that differ in little', () => {
  const boxes = new Array<number>(100).fill(0)
  for (let i = 0; i < 100_000; i++) {
    const box = Math.floor((hash32(`u${i}`) / 2 ** 32) * 100)
    boxes[box] = (boxes[box] ?? 0) + 1
  }
  // Chi-square with 99 degrees of freedom: 149 is passed once in a thousand.
  expect(boxes.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)).toBeLessThan(149)
})

function bitsSet(value: number): number {
  return (value >>> 0).toString(2).replaceAll('0', '').length
}
