import { integer, list, lowerCase, number, section, text, url } from './fields.js'

const DAY_MS = 86_400_000

export const milliseconds = integer(1, DAY_MS)
export const name = text('a name of letters, digits and . _ - (at most 64 characters, no /)', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
export const modelId = text('a model name of at most 256 characters without spaces', /^[^\s]{1,256}$/)
export const secretKey = text('a text without spaces', /^[^\s]{1,4096}$/)
export const baseUrl = url('an http or https address such as http://127.0.0.1:9000/v1', ({ protocol }) =>
  /^https?:$/.test(protocol),
)
export const day = text('a day such as 2026-11-23', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
export const region = lowerCase('a region such as eu or us-east-1', /^[a-z0-9][a-z0-9._-]{0,63}$/)
export const dataClass = lowerCase('a class of data such as health', /^[a-z0-9][a-z0-9._-]{0,63}$/)
export const aliases = list(modelId, { of: 'names', max: 100 }).describe('Other names that callers may ask for.')
export const quality = number(0, 1).describe('How good its answers are, from 0 to 1, for model "auto".')
export const weight = number(0, 1_000_000)

export const timeouts = section({
  connectMs: milliseconds.describe('Until the connection to the provider stands.').optional(),
  firstTokenMs: milliseconds.describe('Until the first content of an answer.').optional(),
  idleMs: milliseconds.describe('Between two pieces of an answer.').optional(),
  totalMs: milliseconds.describe('For one attempt; a caller’s deadline is for the whole call.').optional(),
})
