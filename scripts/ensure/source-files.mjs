import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './paths.mjs'

const NOT_BUILT = new Set(['node_modules', 'dist', 'fixtures'])

/** Paths of the files that a build reads, relative to the root and sorted: code and what it serves, no tests and no documents. */
export function sourceFiles() {
  return ['src', 'plugins'].flatMap((folder) => walk(folder)).sort()
}

function walk(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return NOT_BUILT.has(entry.name) ? [] : walk(path)
    return /\.test\.[a-z]+$|\.md$|\.tsbuildinfo$/.test(entry.name) ? [] : [path]
  })
}

/** Differs when anything that the build depends on does. By content: a checkout changes times without changing files. */
export function sourceKey(files) {
  const hash = createHash('sha256')
  for (const file of [...files, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']) {
    const content = readFileSync(inRoot(file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
