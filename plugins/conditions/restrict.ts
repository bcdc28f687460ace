import { FUNCTIONS, LOOPS, METHODS } from './functions.js'
import { meanMatches, meanTimePart, textOrEmpty } from './meanings.js'
import { refusal, suggestion } from './refusal.js'
import { asCall, type Call, childrenOf, giveMeaning, literalText, type SyntaxNode } from './syntax-node.js'
import { VARIABLES } from './variables.js'
import { TIME_PARTS } from './zoned-time.js'

const MOST_LOOPS_INSIDE = 2

/**
 * Refuses what the language of conditions leaves out, and gives our meaning to what the library would do at a cost that a
 * caller decides (patterns), slowly (time zones), or as an error (absent headers).
 */
export function restrict(source: string, node: SyntaxNode, loops = 0): void {
  const call = asCall(node)
  if (call) restrictCall(source, node, call)
  else restrictEntry(source, node)
  const inside = call && LOOPS.has(call.name) ? loops + 1 : loops
  if (inside > MOST_LOOPS_INSIDE) throw refusal(source, node.pos, `at most ${MOST_LOOPS_INSIDE} loops may be in one another`)
  for (const child of childrenOf(node)) restrict(source, child, child === call?.receiver ? loops : inside)
}

function restrictCall(source: string, node: SyntaxNode, call: Call): void {
  const known = call.receiver ? METHODS : FUNCTIONS
  if (!known.includes(call.name)) {
    throw refusal(
      source,
      node.pos,
      `there is no ${call.receiver ? 'method' : 'function'} "${call.name}"${suggestion(call.name, known)}`,
    )
  }
  if (call.name === 'matches') meanMatches(source, node, call)
  if (call.receiver && Object.hasOwn(TIME_PARTS, call.name)) meanTimePart(source, node, call)
}

function restrictEntry(source: string, node: SyntaxNode): void {
  if (node.op !== '.' && node.op !== '[]') return
  const [map, key] = node.args as [SyntaxNode, SyntaxNode | string]
  if (!isTextMap(map)) return
  const name = typeof key === 'string' ? key : literalText(key)
  if (isHeaders(map) && name !== undefined && name !== name.toLowerCase()) {
    throw refusal(source, node.pos, `headers have lower-case names: write "${name.toLowerCase()}"`)
  }
  giveMeaning(node, textOrEmpty(node, map, key))
}

function isHeaders(node: SyntaxNode): boolean {
  return fieldOfRequest(node) === 'headers'
}

function isTextMap(node: SyntaxNode): boolean {
  const field = fieldOfRequest(node)
  return field !== undefined && (VARIABLES.request as Readonly<Record<string, string>>)[field] === 'map<string, string>'
}

function fieldOfRequest(node: SyntaxNode): string | undefined {
  if (node.op !== '.' && node.op !== '[]') return undefined
  const [owner, field] = node.args as [SyntaxNode, SyntaxNode | string]
  if (owner.op !== 'id' || owner.args !== 'request') return undefined
  return typeof field === 'string' ? field : literalText(field)
}
