import type { Import, SourceFile } from './imports.js'
import { MAY_IMPORT, MAY_IMPORT_TYPES, ONLY_IN, READS_ENVIRONMENT, WITHOUT_PACKAGES } from './rules.js'

/** Each wrong import in a line of its own; none is what is right. */
export function violations(files: readonly SourceFile[]): string[] {
  return [
    ...files.flatMap((file) => file.imports.flatMap((found) => wrongImport(file.path, found))),
    ...files
      .filter(({ path, readsEnvironment }) => readsEnvironment && !READS_ENVIRONMENT.includes(path))
      .map(({ path }) => `${path} reads process.env`),
    ...tooManyFiles(files),
    ...cycles(files).map((cycle) => `import cycle: ${cycle.join(' -> ')}`),
  ]
}

function wrongImport(from: string, { to, typeOnly }: Import): string[] {
  const folder = folderOf(from)
  const wrong = (why: string) => [`${from} imports ${to}: ${why}`]
  if (!isOurs(to)) return wrongPackage(folder, to).flatMap(wrong)
  const target = folderOf(to)
  if (target === folder && (!isPlugin(folder) || pluginOf(from) === pluginOf(to))) return []
  const allowed = [...(MAY_IMPORT[folder] ?? []), ...(MAY_IMPORT[pluginOf(from)] ?? [])]
  if (allowed.some((name) => name === target || name === pluginOf(to))) return []
  if (typeOnly && MAY_IMPORT_TYPES[folder]?.includes(target)) return []
  return wrong(`${folder} may import ${allowed.join(', ') || 'nothing of ours'}`)
}

function wrongPackage(folder: string, name: string): string[] {
  if (WITHOUT_PACKAGES.includes(folder)) return [`${folder} imports no package`]
  return ONLY_IN.filter(({ packages, folders }) => packages.test(name) && !folders.includes(folder)).map(
    ({ folders }) => `that is known only in ${folders.join(', ')}`,
  )
}

function tooManyFiles(files: readonly SourceFile[]): string[] {
  return ONLY_IN.flatMap(({ packages, mostFiles = Number.POSITIVE_INFINITY }) => {
    const users = files.filter(({ imports }) => imports.some(({ to }) => packages.test(to))).map(({ path }) => path)
    return users.length > mostFiles ? [`${users.join(', ')} import ${packages}: at most ${mostFiles} files may`] : []
  })
}

/** Types count too: files that name each other can only be read, and moved, together. */
export function cycles(files: readonly SourceFile[]): string[][] {
  const next = new Map(files.map(({ path, imports }) => [path, imports.map(({ to }) => to)]))
  const found: string[][] = []
  const done = new Set<string>()
  for (const path of next.keys()) follow(path, [])
  return found

  function follow(path: string, trail: readonly string[]): void {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path])
    if (done.has(path) || trail.includes(path)) return
    for (const to of next.get(path) ?? []) follow(to, [...trail, path])
    done.add(path)
  }
}

/** `src/rest/openai/models.ts` is in src/rest, `src/config.ts` in src/config, and every plugin in plugins. */
function folderOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'plugins' ? top : `${top}/${second.replace(/\.ts$/, '')}`
}

function pluginOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('plugins/providers/') ? 3 : 2)
    .join('/')
}

function isPlugin(folder: string): boolean {
  return folder === 'plugins'
}

function isOurs(to: string): boolean {
  return /^(src|plugins|test|bench|scripts)\//.test(to)
}
