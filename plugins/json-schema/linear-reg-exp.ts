import { RE2JS } from 're2js'

/**
 * A `pattern` of a schema, matched in linear time: the schema is the caller's, and an expression that backtracks for minutes would hold up everybody.
 * Lookaround and back references, which cannot be matched so, count as met.
 */
export function linearRegExp(pattern: string): { test(text: string): boolean; toString(): string } {
  const compiled = tryCompile(pattern)
  // Ajv tells expressions apart by their text.
  return { test: (text) => compiled?.matcher(text).find() ?? true, toString: () => pattern }
}
// Ajv writes this name into code that it generates for use elsewhere; here it is never used.
linearRegExp.code = 'linearRegExp'

function tryCompile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern))
  } catch {
    return undefined
  }
}
