import type { GraphQLError } from 'graphql'

/** graphql-js tells what it found, and what it found may be a prompt. Each of its messages that does, cut to what it expected. */
const ECHOES: readonly (readonly [RegExp, string])[] = [
  [/^(Syntax Error: .*?(?:found|Unexpected) (?:Name|String|BlockString|Int|Float)) "[\s\S]*$/, '$1.'],
  [/^(Syntax Error: Invalid (?:number|character|string|Unicode)[^:]*)[\s\S]*$/, '$1.'],
  [/^(Expected value of type "[^"]*"), found [\s\S]*$/, '$1.'],
  [/^((?:Enum "\w+"|\w+) cannot represent [\w -]*?value)\b[\s\S]*$/, '$1.'],
  [/^Value "[\s\S]*" does not exist in "(\w+)" enum[\s\S]*$/, 'The value does not exist in the enum "$1".'],
  [/^(Argument "\w+") has invalid value [\s\S]*$/, '$1 has an invalid value.'],
]

/** What graphql-js says of a value of a variable; names of fields and types only. */
const SAFE_REASONS = [
  /^Field "\w{1,64}" of required type "[\w![\]]+" was not provided\.$/,
  /^Field "\w{1,64}" is not defined by type "\w+"\.(?: Did you mean [\w", ]+\?)?$/,
  /^Expected type "\w+" to be an object\.$/,
  /^Expected non-nullable type "[\w![\]]+" not to be null\.$/,
  /^A Decimal is a string of digits with at most nine decimals, such as "0\.0015"\.$/,
]

const INPUT_PATH = / at "([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*)"$/

export function withoutValues(error: GraphQLError): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(error.message)
  return variable ? describeVariable(error, variable[1]!) : cut(error.message)
}

function describeVariable(error: GraphQLError, name: string): string {
  const reason = error.originalError?.message ?? ''
  const tail = `; ${reason}`
  const head = error.message.endsWith(tail) ? error.message.slice(0, -tail.length) : error.message
  const at = INPUT_PATH.exec(head)?.[1] ?? name
  return `Variable "$${name}" got an invalid value at "${at}": ${toSafeReason(reason)}`
}

function toSafeReason(reason: string): string {
  if (SAFE_REASONS.some((safe) => safe.test(reason))) return reason
  const shorter = cut(reason)
  return shorter === reason ? 'It is not what its type says.' : shorter
}

function cut(message: string): string {
  for (const [echo, rest] of ECHOES) if (echo.test(message)) return message.replace(echo, rest)
  return message
}
