import { GatewayError } from '../domain/gateway-error.js'

/** Headers by lower-case name, as an HTTP server gives them. */
export type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>

const DATA_CLASSES = 'x-weir-data-classes'
const REGION = 'x-weir-region'
/** Whatever may carry credentials; conditions are written, shown and logged by people who need not know them. */
const CREDENTIALS = /(^|-)(authorization|authentication|cookie|api-?key|token|secret|password|credential|signature)s?$/
const MOST_HEADERS = 128
const MOST_DATA_CLASSES = 32
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/

export function toFactHeaders(headers: HeaderValues = {}): Readonly<Record<string, string>> {
  const facts: Record<string, string> = Object.create(null)
  let count = 0
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (value === undefined || CREDENTIALS.test(lower)) continue
    if (++count > MOST_HEADERS) break
    facts[lower] = typeof value === 'string' ? value : value.join(', ')
  }
  return facts
}

/** @throws {GatewayError} INVALID_REQUEST when it is no name */
export function regionOf(headers: HeaderValues | undefined): string {
  const region = textOf(headers, REGION).trim().toLowerCase()
  return region === '' ? '' : named(region, REGION, 'region')
}

/**
 * What the header, the request and the guards say together, in lower case.
 * @throws {GatewayError} INVALID_REQUEST when one is no name, or there are too many
 */
export function dataClassesOf(
  headers: HeaderValues | undefined,
  ...said: readonly (readonly string[] | undefined)[]
): readonly string[] {
  const listed = textOf(headers, DATA_CLASSES)
  if (listed === '' && said.every((classes) => !classes?.length)) return []
  const fromHeader = listed.split(',').map((name) => name.trim())
  const all = [...fromHeader.filter((name) => name !== ''), ...said.flatMap((classes) => classes ?? [])]
  const names = new Set(all.map((name) => named(name.trim().toLowerCase(), DATA_CLASSES, 'data class')))
  if (names.size > MOST_DATA_CLASSES) throw invalid(DATA_CLASSES, `a request has at most ${MOST_DATA_CLASSES} data classes`)
  return [...names]
}

function textOf(headers: HeaderValues | undefined, name: string): string {
  const value = headers?.[name] ?? ''
  return typeof value === 'string' ? value : value.join(',')
}

function named(name: string, header: string, what: string): string {
  if (NAME.test(name)) return name
  throw invalid(
    header,
    `a ${what} has at most 64 letters, digits, dots, hyphens and underscores, and begins with a letter or a digit`,
  )
}

function invalid(path: string, message: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `${path}: ${message}`, { path })
}
