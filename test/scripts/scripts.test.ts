import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { missingPackages } from '../../scripts/ensure/installed.mjs'
import { summarize } from '../../scripts/ensure/test-summary.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> }

describe('an older Node', () => {
  const runAs = (version: string, script: string) => {
    const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`
    return spawnSync(process.execPath, ['--import', pretend, script], { cwd: root, encoding: 'utf8' })
  }

  it.each(Object.values(scripts).map((command) => command.replace('node ', '')))('gets one clear line from %s', (script) => {
    const { status, stdout, stderr } = runAs('20.18.3', script)
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Weir needs Node 20.19 or newer; this is Node 20.18.3. Install one from https://nodejs.org\n',
    })
  })

  it.each(['18.20.8', '0.12.0'])('%s is refused too', (version) => {
    expect(runAs(version, 'scripts/require-node.mjs').status).toBe(1)
  })

  it.each(['20.19.0', '22.0.0', '24.1.0'])('%s is not', (version) => {
    expect(runAs(version, 'scripts/require-node.mjs')).toMatchObject({ status: 0, stderr: '' })
  })
})

describe('what has to be installed', () => {
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/test-only': { version: '1.0.0', dev: true },
    'node_modules/for-another-machine': { version: '1.0.0', optional: true },
  }

  it('is everything in a fresh clone', () => {
    expect(missingPackages({ production: false, wanted, installed: {} })).toBe(2)
    expect(missingPackages({ production: true, wanted, installed: {} })).toBe(1)
  })

  it('is nothing when all is there, and a full installation serves production', () => {
    const { 'node_modules/for-another-machine': _, ...installed } = wanted
    expect(missingPackages({ production: false, wanted, installed })).toBe(0)
    expect(missingPackages({ production: true, wanted, installed })).toBe(0)
  })

  it('is what a production installation left out, when tests need it', () => {
    const installed = { 'node_modules/a': { version: '1.0.0' } }
    expect(missingPackages({ production: true, wanted, installed })).toBe(0)
    expect(missingPackages({ production: false, wanted, installed })).toBe(1)
  })

  it('is what the lockfile has in another version', () => {
    const installed = { ...wanted, 'node_modules/a': { version: '0.9.0' } }
    expect(missingPackages({ production: false, wanted, installed })).toBe(1)
  })
})

describe('the summary of a test run', () => {
  it('is one line of what vitest counted', () => {
    expect(summarize({ numPassedTests: 7, numFailedTests: 0 })).toEqual({ failed: 0, line: '7 passed, 0 failed' })
    expect(summarize({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1 }).line).toBe('7 passed, 2 failed, 1 skipped')
  })

  it('counts a file that broke before its first test', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ]
    expect(summarize({ numPassedTests: 2, numFailedTests: 1, testResults })).toEqual({ failed: 2, line: '2 passed, 2 failed' })
  })
})

it('no script needs a package', () => {
  const files = readdirSync(`${root}scripts`, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'))
  const imported = files.flatMap((name) => [
    ...readFileSync(`${root}scripts/${name}`, 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g),
  ])
  expect(imported.map(([, name]) => name).filter((name) => !/^(node:|\.)/.test(name ?? ''))).toEqual([])
})

describe('the lockfile', () => {
  const text = readFileSync(`${root}package-lock.json`, 'utf8')

  it('names no registry', () => {
    expect(text).not.toMatch(/"resolved": "https?:/)
  })

  it('has the optional packages of every platform, without which npm ci refuses it', () => {
    const { packages } = JSON.parse(text) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> }
    const paths = Object.keys(packages)
    const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    expect(wanted.filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([])
  })
})
