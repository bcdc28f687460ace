import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { GraphQLDateTimeISO, GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars'

/** Money crosses the border as a string of dollars with at most nine decimals, so that no float ever touches it. */
const DECIMAL = /^\d{1,9}(\.\d{1,9})?$/

export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact, non-negative decimal number as a string with at most nine decimals, such as "0.0015".',
  serialize: String,
  parseValue: parseDecimal,
  parseLiteral: (node) => parseDecimal(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
})

function parseDecimal(value: unknown): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text === 'string' && DECIMAL.test(text)) return text
  throw new GraphQLError('A Decimal is a string of digits with at most nine decimals, such as "0.0015".')
}

/** Nano-dollars of a Decimal of dollars. */
export function toNanos(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
}

export { GraphQLDateTimeISO as DateTimeScalar, GraphQLJSON as JsonScalar, GraphQLSafeInt as SafeIntScalar }
