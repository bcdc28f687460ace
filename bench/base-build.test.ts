import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildBase } from './base-build.mjs'

let root: string
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], { cwd: root }).toString()
const say = () => undefined

function commit(version: string, build: string) {
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'built', version, private: true, scripts: { build } }))
  writeFileSync(join(root, 'package-lock.json'), '{}')
  git('add', '-A')
  git('commit', '--quiet', '-m', version)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'weir-bench-test-'))
  git('init', '--quiet')
  writeFileSync(join(root, '.gitignore'), 'node_modules\n')
  mkdirSync(join(root, 'node_modules/needed'), { recursive: true })
  mkdirSync(join(root, 'own'))
  writeFileSync(join(root, 'own/which.txt'), 'first')
  symlinkSync('../own', join(root, 'node_modules/own'))
  commit('1.0.0', 'cat node_modules/own/which.txt > built.txt && ls node_modules >> built.txt')
  writeFileSync(join(root, 'own/which.txt'), 'second')
  commit('2.0.0', 'exit 3')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

it('builds a commit outside the tree, with the modules of the tree and workspaces of its own, and removes it again', async () => {
  const base = await buildBase({ root, ref: 'HEAD~1', say })
  expect(readFileSync(join(base.root, 'built.txt'), 'utf8')).toBe('firstneeded\nown\n')
  expect(base.root.startsWith(root)).toBe(false)
  base.stop()
  expect(existsSync(base.root)).toBe(false)
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  expect(existsSync(join(root, 'node_modules/needed'))).toBe(true)
})

it('leaves nothing behind when the commit does not build', async () => {
  await expect(buildBase({ root, ref: 'HEAD', say })).rejects.toThrow('HEAD could not be built')
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1)
})

it('says so when there is no such commit', async () => {
  await expect(buildBase({ root, ref: 'nowhere', say })).rejects.toThrow('nowhere names no commit')
})
