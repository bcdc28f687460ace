import { execFile, execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const BUILD_MS = 600_000

/**
 * Checks a commit out into a worktree outside the tree, and builds it there by its own scripts. The answer's `stop` removes it all.
 */
export async function buildBase({ root, ref, say }) {
  const commit = await findCommit(root, ref)
  const folder = mkdtempSync(join(tmpdir(), 'weir-bench-base-'))
  const stop = () => removeWorktree(root, folder)
  try {
    await run('git', ['worktree', 'add', '--detach', '--force', folder, commit], { cwd: root })
    say(`building ${ref} (${commit.slice(0, 10)}) in ${folder}`)
    await installModules(root, folder)
    await build(folder)
    return { root: folder, commit, stop }
  } catch (error) {
    stop()
    throw new Error(`${ref} could not be built: ${(error.stderr || error.message).slice(-2000)}`, { cause: error })
  }
}

async function findCommit(root, ref) {
  try {
    const { stdout } = await run('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
      cwd: root,
    })
    return stdout.trim()
  } catch {
    throw new Error(`--base ${ref} names no commit of this repository.`)
  }
}

async function build(root) {
  await run('npm', ['run', 'build'], { cwd: root, timeout: BUILD_MS, maxBuffer: 1 << 26 })
}

/** With the same lock file the modules are the same; otherwise the commit gets its own. */
async function installModules(root, folder) {
  const lock = (at) => readFileSync(join(at, 'package-lock.json'), 'utf8')
  if (existsSync(join(root, 'node_modules')) && lock(root) === lock(folder))
    linkModules(join(root, 'node_modules'), join(folder, 'node_modules'))
  else await run('npm', ['ci'], { cwd: folder, timeout: BUILD_MS, maxBuffer: 1 << 26 })
}

/**
 * Links module by module: a workspace's relative link then leads to the commit's own folder, and a script that removes `node_modules`
 * removes only links.
 */
function linkModules(from, to) {
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    const isWorkspace = lstatSync(join(from, name)).isSymbolicLink()
    symlinkSync(isWorkspace ? readlinkSync(join(from, name)) : join(from, name), join(to, name))
  }
}

/** Without waiting for anything, so that it also works while a signal ends us. */
function removeWorktree(root, folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  execFileSync('git', ['worktree', 'prune'], { cwd: root })
}
