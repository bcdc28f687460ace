import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fail, say, seconds } from './console.mjs'
import { inRoot, programs } from './paths.mjs'
import { runNode } from './run.mjs'
import { sourceFiles, sourceKey } from './source-files.mjs'

const KEY_FILE = inRoot('dist', '.build-key')
/** A package of its own, built into its own folder. */
const WORKSPACE = join('plugins', 'dataloader-cache')
const PROJECTS = [WORKSPACE, 'tsconfig.build.json']

/** Compiles into dist/ when a source changed since the last good build. */
export async function ensureBuilt() {
  const files = sourceFiles()
  const key = sourceKey(files)
  if (isUpToDate(key)) return
  const startedAt = Date.now()
  say('building …')
  rmSync(KEY_FILE, { force: true })
  await compile()
  if (!files.every(hasOutput)) {
    // The compiler remembers what it wrote, not what was removed since.
    rmSync(inRoot('dist', '.tsbuildinfo'), { force: true })
    await compile()
  }
  copyAssets(files)
  removeOrphans('dist')
  writeFileSync(KEY_FILE, key)
  say(`built in ${seconds(startedAt)}`)
}

function isUpToDate(key) {
  try {
    return readFileSync(KEY_FILE, 'utf8') === key && existsSync(inRoot(WORKSPACE, 'dist'))
  } catch {
    return false
  }
}

async function compile() {
  let broken = false
  for (const project of PROJECTS) {
    if (!existsSync(inRoot(project))) continue
    const code = await runNode(programs.tsc, ['-p', project, '--pretty', String(process.stdout.isTTY === true)])
    broken ||= code !== 0
  }
  if (broken) fail('the build failed: the compiler says above where. Mend it and run this again.')
}

/** What the code reads at run time and the compiler leaves behind: pages, styles, data. */
function copyAssets(files) {
  for (const file of files) {
    if (!isAsset(file)) continue
    mkdirSync(dirname(inRoot('dist', file)), { recursive: true })
    copyFileSync(inRoot(file), inRoot('dist', file))
  }
}

function isAsset(file) {
  return !/\.[cm]?ts$/.test(file) && !/(^|[\\/])(package|tsconfig)\.json$/.test(file) && !file.startsWith(WORKSPACE + sep)
}

function hasOutput(file) {
  const compiled = /\.ts$/.test(file) && !file.endsWith('.d.ts') && !file.startsWith(WORKSPACE + sep)
  return !compiled || existsSync(inRoot('dist', file.replace(/\.ts$/, '.js')))
}

/** Plugins are found by their folders, so the output of a deleted one must go as well. */
function removeOrphans(folder) {
  for (const entry of readdirSync(inRoot(folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) removeOrphans(path)
    else if (!entry.name.startsWith('.') && !hasSource(path)) rmSync(inRoot(path))
  }
  if (folder !== 'dist' && readdirSync(inRoot(folder)).length === 0) rmSync(inRoot(folder), { recursive: true })
}

function hasSource(output) {
  const source = relative('dist', output).replace(/\.map$/, '')
  return existsSync(inRoot(source)) || existsSync(inRoot(source.replace(/\.js$/, '.ts')))
}
