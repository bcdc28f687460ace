import { createHash } from 'node:crypto'
import { createUsage, type EmbedRequest, estimateTextTokens, type ProviderEmbedding } from '../../../src/plugin-api.js'

const DIMENSIONS = 256
const MOST_DIMENSIONS = 8192

/** Unit vectors out of hashes of the words: equal texts are equal, texts that share words are near. */
export function embedDemo({ input, dimensions = DIMENSIONS }: EmbedRequest): ProviderEmbedding {
  const size = Math.min(Math.max(1, Math.floor(dimensions)), MOST_DIMENSIONS)
  const text = input.reduce((sum, item) => sum + tokensOf(item), 0)
  return { vectors: input.map((item) => toVector(item, size)), usage: createUsage({ input: { text } }) }
}

function tokensOf(item: string | readonly number[]): number {
  return typeof item === 'string' ? estimateTextTokens(item) : item.length
}

function toVector(item: string | readonly number[], size: number): readonly number[] {
  const words = typeof item === 'string' ? (item.toLowerCase().match(/[\p{L}\d]+/gu) ?? []) : item.map(String)
  const vector = new Float64Array(size)
  addWord(vector, '', 0.05)
  for (const word of words) addWord(vector, word, 1)
  const length = Math.hypot(...vector)
  return Array.from(vector, (value) => value / length)
}

function addWord(vector: Float64Array, word: string, weight: number): void {
  for (let from = 0, block = 0; from < vector.length; from += 32, block++) {
    const bytes = createHash('sha256').update(`${block}:${word}`).digest()
    for (let i = 0; i < 32 && from + i < vector.length; i++) vector[from + i]! += (bytes[i]! / 127.5 - 1) * weight
  }
}
