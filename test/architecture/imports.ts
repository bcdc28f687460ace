import { posix } from 'node:path'
import ts from 'typescript'

export interface Import {
  /** A path of ours, or the name of a package. */
  readonly to: string
  readonly typeOnly: boolean
}

export interface SourceFile {
  readonly path: string
  readonly imports: readonly Import[]
  readonly readsEnvironment: boolean
  readonly lines: number
}

/** What a file imports in any form: import, export from, import(), import types. */
export function parseSource(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  let readsEnvironment = false
  visit(file)
  return { path, imports, readsEnvironment, lines: text.split('\n').length - 1 }

  function visit(node: ts.Node): void {
    const found = toImport(node)
    if (found) imports.push({ ...found, to: resolve(path, found.to) })
    readsEnvironment ||= isEnvironment(node)
    ts.forEachChild(node, visit)
  }
}

function toImport(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return { to: textOf(node.moduleSpecifier), typeOnly: node.importClause?.isTypeOnly ?? false }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return { to: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { to: textOf(node.argument.literal), typeOnly: true }
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined
  return { to: textOf(node.arguments[0]), typeOnly: false }
}

function textOf(node: ts.Node | undefined): string {
  return node && ts.isStringLiteralLike(node) ? node.text : ''
}

function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts')
}

function isEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && node.expression.getText() === 'process'
  if (ts.isElementAccessExpression(node)) return node.getText().startsWith("process['env']")
  return ts.isImportSpecifier(node) && node.parent.parent.parent.moduleSpecifier.getText() === "'node:process'"
}
