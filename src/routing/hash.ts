const FIRST_FACTOR = 0xcc9e2d51
const SECOND_FACTOR = 0x1b873593

/**
 * MurmurHash3 (x86, 32 bits) of the text's UTF-16 code units, little endian: an unsigned integer that is spread evenly and
 * the same in every process and version. Not for secrets. Reads the whole text.
 */
export function hash32(text: string, seed = 0): number {
  let hash = seed | 0
  const paired = text.length & ~1
  for (let i = 0; i < paired; i += 2) {
    hash ^= scramble(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16))
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  if (paired < text.length) hash ^= scramble(text.charCodeAt(paired))
  return finish(hash ^ (text.length * 2))
}

function scramble(block: number): number {
  const product = Math.imul(block, FIRST_FACTOR)
  return Math.imul((product << 15) | (product >>> 17), SECOND_FACTOR)
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
