import { z } from 'zod'

type JsonSchema = Readonly<Record<string, unknown>>

interface Field<Value> {
  /** Completes "expected …". */
  readonly expected: string
  readonly json: JsonSchema
  readonly accepts: (value: unknown) => boolean
  /** From what was written to what is accepted: the environment has only text. */
  readonly convert?: (written: unknown) => unknown
  /** Only carries the type. */
  readonly value?: Value
}

/** In an editor `${PORT}` is fine where a number is due. */
const VARIABLE: JsonSchema = { type: 'string', pattern: '\\$\\{' }

function field<Value>({ expected, json, accepts, convert = (written) => written }: Field<Value>) {
  return z.preprocess(convert, z.custom<Value>(accepts, { error: expected })).meta(json)
}

export function integer(minimum: number, maximum: number) {
  return field<number>({
    expected: `a whole number from ${minimum} to ${maximum}`,
    json: { anyOf: [{ type: 'integer', minimum, maximum }, VARIABLE] },
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
    convert: (written) => (typeof written === 'string' && /^-?\d{1,15}$/.test(written.trim()) ? Number(written) : written),
  })
}

export function boolean() {
  return field<boolean>({
    expected: 'true or false',
    json: { anyOf: [{ type: 'boolean' }, VARIABLE] },
    accepts: (value) => typeof value === 'boolean',
    convert: (written) => (written === 'true' ? true : written === 'false' ? false : written),
  })
}

export function number(minimum: number, maximum: number) {
  return field<number>({
    expected: `a number from ${minimum} to ${maximum}`,
    json: { anyOf: [{ type: 'number', minimum, maximum }, VARIABLE] },
    accepts: (value) => typeof value === 'number' && value >= minimum && value <= maximum,
    convert: (written) =>
      typeof written === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(written.trim()) ? Number(written) : written,
  })
}

/** One of a few words, in any case, with - or _ between. */
export function word<const Word extends string>(...words: readonly Word[]) {
  return field<Word>({
    expected: `one of ${words.join(', ')}`,
    json: { anyOf: [{ enum: words }, VARIABLE] },
    accepts: (value) => words.some((known) => known === value),
    convert: (written) => words.find((known) => plain(known) === plain(String(written))) ?? written,
  })
}

export function text(expected: string, pattern: RegExp) {
  return field<string>({
    expected,
    json: { type: 'string' },
    accepts: (value) => typeof value === 'string' && pattern.test(value),
  })
}

/** A name in which case says nothing. */
export function lowerCase(expected: string, pattern: RegExp) {
  return field<string>({
    expected,
    json: { type: 'string' },
    accepts: (value) => typeof value === 'string' && pattern.test(value),
    convert: (written) => (typeof written === 'string' ? written.toLowerCase() : written),
  })
}

export function url(expected: string, accepts: (url: URL) => boolean) {
  return field<string>({
    expected,
    json: { type: 'string' },
    accepts: (value) => typeof value === 'string' && URL.canParse(value) && accepts(new URL(value)),
  })
}

/** An exact decimal, kept as the text that it is; a number of YAML has one shortest spelling, which serves. */
export function dollars() {
  return field<string>({
    expected: 'dollars per million tokens with at most 9 decimals, such as 0.25',
    json: { anyOf: [{ type: 'number', minimum: 0 }, { type: 'string' }] },
    accepts: (value) => typeof value === 'string' && /^\d{1,9}(\.\d{1,9})?$/.test(value),
    convert: (written) => (typeof written === 'number' ? String(written) : written),
  })
}

/** A mapping without other keys than these. The issue of an unknown key lists them as its message. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `a mapping with the keys ${keys}`),
  })
}

export function list<Item extends z.core.$ZodType>(item: Item, { of, min = 0, max }: { of: string; min?: number; max: number }) {
  const expected = `a list of ${min === 0 ? 'at most' : `${min} to`} ${max} ${of}`
  return z.array(item, { error: expected }).min(min, expected).max(max, expected)
}

/** A mapping, or a text that stands for one of its keys alone. */
export function shorthand<Shape extends z.core.$ZodType>(written: z.ZodType, key: string, whole: Shape) {
  return z
    .preprocess((value) => (typeof value === 'string' ? { [key]: value } : value), whole)
    .meta({ anyOf: [toJson(written), toJson(whole)] })
}

function toJson(schema: z.core.$ZodType): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-07', unrepresentable: 'any' })
  return json
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll('-', '_')
}
