import type { Fields } from '../bson/raw-document.js'
import { type Document, isDocument, isNumber, truthy, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import type { ExpressionParser } from './filter.js'
import { parsePath } from './path.js'

export type Projection = (document: Document) => Document

interface Node {
  children: Map<string, Node | 'whole' | ((document: Fields) => Value | undefined)>
}

/** Handed to `find` and `$project`. An inclusion keeps the order of the document's fields and puts computed fields after them. */
export function parseProjection(spec: Document, parseExpression: ExpressionParser): Projection | null {
  if (spec.size === 0) return null
  const parser = new ProjectionParser(parseExpression)
  parser.add(spec, '')
  return parser.finish()
}

class ProjectionParser {
  readonly #root: Node = { children: new Map() }
  #mode: 'inclusion' | 'exclusion' | null = null
  #id: boolean | null = null

  constructor(readonly parseExpression: ExpressionParser) {}

  add(spec: Document, prefix: string): void {
    for (const [name, value] of spec) {
      const path = prefix + name
      if (name.startsWith('$')) refuse(`The projection operator ${name}`)
      if (path.endsWith('.$') || path.includes('.$.')) refuse('The positional projection $')
      if (isNumber(value) || typeof value === 'boolean') this.#addFlag(path, truthy(value))
      else if (isDocument(value) && !this.#isExpression(value)) this.add(value, `${path}.`)
      else this.#addComputed(path, value)
    }
  }

  #isExpression(value: Document): boolean {
    if (value.size === 0) badValue('An empty sub-projection is not a valid value')
    const [first] = value.keys()
    if (first === '$elemMatch' || first === '$slice' || first === '$meta') refuse(`The projection operator ${first}`)
    return first!.startsWith('$')
  }

  #addFlag(path: string, include: boolean): void {
    if (path === '_id') {
      this.#id = include
      return
    }
    const mode = include ? 'inclusion' : 'exclusion'
    if (this.#mode !== null && this.#mode !== mode) {
      const code = mode === 'inclusion' ? 31253 : 31254
      throw new CommandError(code, `Cannot do ${mode} on field ${path} in ${this.#mode} projection`)
    }
    this.#mode = mode
    this.#set(path, 'whole')
  }

  #addComputed(path: string, expression: Value): void {
    if (this.#mode === 'exclusion')
      throw new CommandError(31252, `Cannot use an expression for ${path} in an exclusion projection`)
    this.#mode = 'inclusion'
    this.#set(path, this.parseExpression(expression))
  }

  #set(path: string, leaf: 'whole' | ((document: Fields) => Value | undefined)): void {
    let node = this.#root
    const parts = [...parsePath(path)]
    const last = parts.pop()!
    for (const part of parts) {
      const child = node.children.get(part) ?? { children: new Map() }
      if (typeof child !== 'object') throw new CommandError(31249, `Path collision at ${path}`)
      node.children.set(part, child)
      node = child
    }
    if (node.children.has(last)) throw new CommandError(31250, `Path collision at ${path}`)
    node.children.set(last, leaf)
  }

  finish(): Projection {
    const root = this.#root
    if (this.#mode === 'exclusion' || (this.#mode === null && this.#id === false)) {
      if (this.#id === false) root.children.set('_id', 'whole')
      return (document) => exclude(document, root)
    }
    if (this.#id !== false && !root.children.has('_id')) root.children.set('_id', 'whole')
    return (document) => include(document, root, document)
  }
}

function include(document: Document, node: Node, whole: Document): Document {
  const kept: Document = new Map()
  for (const [name, value] of document) {
    const child = node.children.get(name)
    if (child === undefined || typeof child === 'function') continue
    const projected = child === 'whole' ? value : includeIn(value, child, whole)
    if (projected !== undefined) kept.set(name, projected)
  }
  addComputed(kept, node, whole)
  return kept
}

function includeIn(value: Value, node: Node, whole: Document): Value | undefined {
  if (isDocument(value)) return include(value, node, whole)
  if (!Array.isArray(value)) return undefined
  return value.map((element) => includeIn(element, node, whole)).filter((element) => element !== undefined)
}

function addComputed(kept: Document, node: Node, whole: Document): void {
  for (const [name, child] of node.children) {
    if (typeof child === 'object' && !kept.has(name) && hasComputed(child)) refuse('A computed field inside a projected document')
    if (typeof child !== 'function') continue
    const value = child(whole)
    if (value !== undefined) kept.set(name, value)
  }
}

function hasComputed(node: Node): boolean {
  return [...node.children.values()].some(
    (child) => typeof child === 'function' || (typeof child === 'object' && hasComputed(child)),
  )
}

function exclude(document: Document, node: Node): Document {
  const kept: Document = new Map()
  for (const [name, value] of document) {
    const child = node.children.get(name)
    if (child === undefined) kept.set(name, value)
    else if (typeof child === 'object') kept.set(name, excludeFrom(value, child))
  }
  return kept
}

function excludeFrom(value: Value, node: Node): Value {
  if (isDocument(value)) return exclude(value, node)
  return Array.isArray(value) ? value.map((element) => excludeFrom(element, node)) : value
}
