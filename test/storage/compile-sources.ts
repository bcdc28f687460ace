import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside node_modules, so that the compiled files find their packages and no tool looks at them. */
const cacheDir = path.join(root, 'node_modules/.cache')

/** A process that is to be killed runs JavaScript only: compiles folders and files of the repository, without type checks. */
export function compileSources(sources: readonly string[]): { folder: string; remove(): void } {
  mkdirSync(cacheDir, { recursive: true })
  const folder = mkdtempSync(path.join(cacheDir, 'journal-'))
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
  for (const source of sources.flatMap(filesOf)) compile(source, folder)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function filesOf(source: string): readonly string[] {
  if (source.endsWith('.ts')) return [source]
  return readdirSync(path.join(root, source), { encoding: 'utf8' }).map((name) => path.join(source, name))
}

function compile(file: string, folder: string): void {
  const target = path.join(folder, file.replace(/\.ts$/, '.js'))
  mkdirSync(path.dirname(target), { recursive: true })
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true }
  writeFileSync(target, ts.transpileModule(readFileSync(path.join(root, file), 'utf8'), { compilerOptions }).outputText)
}
