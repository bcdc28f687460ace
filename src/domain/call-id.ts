const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARACTERS = 10
const WRITER_CHARACTERS = 7

/** `call_` + time + writer + sequence + chance: sorts by time, and tells which process wrote it. */
export interface CallIdParts {
  readonly timeMs: number
  /** Seven characters of the id alphabet: node (five) and process slot (two). */
  readonly writer: string
  readonly sequence: number
  /** An integer below 1024, so that a clock set back cannot repeat an id. */
  readonly chance: number
}

export function createCallId({ timeMs, writer, sequence, chance }: CallIdParts): string {
  return `call_${encode(timeMs, TIME_CHARACTERS)}${writer}${encode(sequence % 32 ** 4, 4)}${encode(chance, 2)}`
}

const CALL_ID = new RegExp(`^call_[${ALPHABET}]{23}$`)

export function isCallId(id: string): boolean {
  return CALL_ID.test(id)
}

/** The writer that a call id names, or null when it is no call id. */
export function writerOf(id: string): string | null {
  return isCallId(id) ? id.slice(5 + TIME_CHARACTERS, 5 + TIME_CHARACTERS + WRITER_CHARACTERS) : null
}

/** The smallest id of a moment: ids of calls that started at or after it are not below. */
export function firstCallIdAt(timeMs: number): string {
  return `call_${encode(timeMs, TIME_CHARACTERS)}${'0'.repeat(13)}`
}

/** `node` is five characters of the id alphabet; `slot` is below 1024. */
export function createWriter(node: string, slot: number): string {
  return `${node}${encode(slot, 2)}`
}

function encode(value: number, length: number): string {
  let rest = value
  let text = ''
  for (let i = 0; i < length; i++) {
    text = ALPHABET.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/** The moment a call id was made, in milliseconds since the epoch, or null when it is no call id. */
export function timeOf(id: string): number | null {
  if (!isCallId(id)) return null
  let ms = 0
  for (const character of id.slice(5, 5 + TIME_CHARACTERS)) ms = ms * 32 + ALPHABET.indexOf(character)
  return ms
}
