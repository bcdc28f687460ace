import type { ASTNode } from '@marcbachmann/cel-js'

/** The part of the library's type checker and evaluator that its macros are handed. */
export interface Checker {
  check(node: SyntaxNode, context: unknown): { readonly name: string }
  getType(name: string): { readonly name: string }
  createError(code: string, message: string, node: SyntaxNode): Error
}
export interface Evaluator {
  run(node: SyntaxNode, context: unknown): unknown
}

/** How a node is checked and evaluated instead of the library's own way. */
export interface Meaning {
  typeCheck(checker: Checker, meaning: Meaning, context: unknown): { readonly name: string }
  evaluate(evaluator: Evaluator, meaning: Meaning, context: unknown): unknown
}

/** A node of a parsed expression. */
export interface SyntaxNode {
  readonly op: string
  readonly args: unknown
  readonly pos: number
  readonly start: number
  readonly end: number
  readonly checkedType?: { readonly name: string }
  setMeta(key: string, value: unknown): SyntaxNode
}

export function toSyntaxNode(node: ASTNode): SyntaxNode {
  return node as unknown as SyntaxNode
}

/** What a node means is settled by us; the library does so for its own macros by the same two fields. */
export function giveMeaning(node: SyntaxNode, meaning: Meaning): void {
  node.setMeta('macro', meaning).setMeta('async', false)
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return nodesIn(node.args)
}

/** The name, the receiver and the arguments of a call, or undefined when the node is none. */
export function asCall(node: SyntaxNode) {
  if (node.op === 'call') {
    const [name, args] = node.args as [string, readonly SyntaxNode[]]
    return { name, receiver: null, args }
  }
  if (node.op !== 'rcall') return undefined
  const [name, receiver, args] = node.args as [string, SyntaxNode, readonly SyntaxNode[]]
  return { name, receiver, args }
}

export type Call = NonNullable<ReturnType<typeof asCall>>

/** The text that a literal says, or undefined when the node is no literal text. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  return node?.op === 'value' && typeof node.args === 'string' ? node.args : undefined
}

function nodesIn(value: unknown): readonly SyntaxNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  return value !== null && typeof value === 'object' && 'op' in value ? [value as SyntaxNode] : []
}
