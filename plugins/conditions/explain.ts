import { ParseError, TypeError as TypeProblem } from '@marcbachmann/cel-js'
import type { GatewayError } from '../../src/plugin-api.js'
import { refusal, suggestion } from './refusal.js'
import type { SyntaxNode } from './syntax-node.js'
import { VARIABLE_NAMES, VARIABLES } from './variables.js'

/** What the library found wrong, in our words: where it is, and the name that was probably meant. */
export function explain(source: string, error: unknown): GatewayError {
  if (!(error instanceof ParseError || error instanceof TypeProblem)) return refusal(source, 0, 'it cannot be read', error)
  const node = error.node as unknown as SyntaxNode | undefined
  const at = node?.pos ?? error.range?.start ?? 0
  return refusal(source, at, sentenceOf(error.code, error.summary, node), error)
}

function sentenceOf(code: string, summary: string, node: SyntaxNode | undefined): string {
  switch (code) {
    case 'unknown_variable':
      return `there is no variable "${String(node?.args)}"${suggestion(String(node?.args), VARIABLE_NAMES)}`
    case 'no_such_key':
      return node ? noSuchField(node) : summary
    case 'no_such_overload':
      return `there is no operation ${summary.replace(/^no such overload: /, '')}${hintFor(summary)}`
    case 'limit_exceeded':
      return `it is too large: ${summary}`
    case 'unexpected_token':
      return summary.endsWith('EOF') ? 'it ends too early' : summary
    case 'unexpected_character':
      return summary.endsWith("'='") || summary.endsWith(': =') ? `${summary}; values are compared by ==` : summary
    default:
      return summary
  }
}

function noSuchField(node: SyntaxNode): string {
  const [owner, key] = node.args as [SyntaxNode, string | SyntaxNode]
  const written = String(typeof key === 'string' ? key : key.args)
  const section = owner.op === 'id' ? VARIABLES[owner.args as keyof typeof VARIABLES] : undefined
  const known = Object.keys(section ?? {})
  return `${String(owner.args)} has no "${written}"${suggestion(written, known)}`
}

function hintFor(summary: string): string {
  const numbers = /int .* double|double .* int/.test(summary)
  return numbers ? '; write a number with a point, such as 1.0, or convert it by double(...)' : ''
}
