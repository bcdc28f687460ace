import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compilePlugin } from './fixtures/compiled-server.js'
import { makePrivateFolder, toSocketPath } from './socket-path.js'
import { lockDataDir } from './storage/lock.js'

let compiled: Awaited<ReturnType<typeof compilePlugin>>
let root: string
let dataDir: string

beforeAll(async () => {
  compiled = await compilePlugin()
})

afterAll(() => {
  compiled.remove()
})

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'weir-process-'))
  dataDir = join(root, 'data')
  return () => rmSync(root, { recursive: true, force: true })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the server process', () => {
  it('serves from a private folder, keeps its data over a restart, and gives up its lock', async () => {
    const first = await compiled.plugin.startEmbeddedMongodb({ dataDir })
    const client = await MongoClient.connect(first.uri)
    await client.db().collection('things').insertOne({ kept: true })
    expect(client.db().databaseName).toBe('weir')
    expect(statSync(join(dataDir, 'socket')).mode & 0o777).toBe(0o700)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    await client.close()
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)
    expect(existsSync(join(dataDir, 'owner.lock'))).toBe(false)
    const second = await compiled.plugin.startEmbeddedMongodb({ dataDir })
    const again = await MongoClient.connect(second.uri)
    expect(await again.db().collection('things').findOne()).toMatchObject({ kept: true })
    await again.close()
    await second.stop()
  })

  it('tells when it ends by itself, and starts again on the lock that it left', async () => {
    const exits: (number | null)[] = []
    const first = await compiled.plugin.startEmbeddedMongodb({ dataDir, onExit: (code) => exits.push(code) })
    process.kill(first.pid, 'SIGKILL')
    await expect.poll(() => exits).toEqual([null])
    expect(existsSync(join(dataDir, 'owner.lock'))).toBe(true)
    await (await compiled.plugin.startEmbeddedMongodb({ dataDir })).stop()
  })

  it('refuses a folder that another process owns, naming it', async () => {
    const owner = await compiled.plugin.startEmbeddedMongodb({ dataDir })
    const second = compiled.plugin.startEmbeddedMongodb({ dataDir })
    await expect(second).rejects.toThrow(`is in use by process ${owner.pid}`)
    const client = await MongoClient.connect(owner.uri)
    expect(await client.db().command({ ping: 1 })).toEqual({ ok: 1 })
    await client.close()
    await owner.stop()
  })

  it('outlives signals that are meant for its parent, and ends when the parent is killed', async () => {
    const parent = forkParent()
    const [{ pid, uri }] = (await once(parent, 'message')) as [{ pid: number; uri: string }]
    process.kill(pid, 'SIGTERM')
    process.kill(pid, 'SIGINT')
    const client = await MongoClient.connect(uri)
    expect(await client.db().command({ ping: 1 })).toEqual({ ok: 1 })
    await client.close()
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
    expect(existsSync(join(dataDir, 'owner.lock'))).toBe(false)
  })

  function forkParent(): ChildProcess {
    const script = join(compiled.folder, 'parent.js')
    const source = `import { startEmbeddedMongodb } from './index.js'
      const { pid, uri } = await startEmbeddedMongodb({ dataDir: process.argv[2] })
      process.send({ pid, uri })
      setInterval(() => {}, 1000)`
    writeFileSync(script, source)
    return fork(script, [dataDir], { execArgv: [] })
  }

  it('serves a folder whose path is too long for a socket from a private temporary folder', async () => {
    const deep = join(root, 'a'.repeat(120), 'data')
    const running = await compiled.plugin.startEmbeddedMongodb({ dataDir: deep })
    const folder = dirname(toSocketPath(deep))
    expect(folder.startsWith(tmpdir())).toBe(true)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const client = await MongoClient.connect(running.uri)
    expect(await client.db().command({ ping: 1 })).toEqual({ ok: 1 })
    await client.close()
    await running.stop()
    rmSync(folder, { recursive: true })
  })

  it('says why it does not start', async () => {
    writeFileSync(join(root, 'file'), '')
    await expect(compiled.plugin.startEmbeddedMongodb({ dataDir: join(root, 'file') })).rejects.toThrow(/did not start/)
    await expect(compiled.plugin.startEmbeddedMongodb({ dataDir, startTimeoutMs: 0 })).rejects.toThrow(/not ready after 0 ms/)
  })
})

describe('the lock of a data folder', () => {
  const path = () => join(dataDir, 'owner.lock')
  const leave = (owner: unknown) => {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(path(), typeof owner === 'string' ? owner : JSON.stringify(owner))
  }

  it('has one owner at a time', () => {
    const unlock = lockDataDir(dataDir)
    expect(() => lockDataDir(dataDir)).toThrow(`in use by process ${process.pid}`)
    unlock()
    lockDataDir(dataDir)()
  })

  it('is taken over from a process that is gone', async () => {
    const gone = fork('-e', [], { execPath: '/bin/true', stdio: 'ignore' })
    await once(gone, 'exit')
    leave({ pid: gone.pid, startTime: null })
    const unlock = lockDataDir(dataDir)
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ pid: process.pid })
    unlock()
    expect(existsSync(path())).toBe(false)
  })

  it.runIf(existsSync('/proc/self/stat'))('is taken over from an owner whose pid has passed to another process', () => {
    leave({ pid: process.pid, startTime: 'another boot 1234' })
    lockDataDir(dataDir)()
  })

  it('is taken over when nobody can have written it', () => {
    leave('half a lo')
    lockDataDir(dataDir)()
  })
})

describe('the folder of the socket', () => {
  it('is refused when it is a link or others may enter it', () => {
    mkdirSync(join(root, 'open'), { mode: 0o755 })
    expect(() => makePrivateFolder(join(root, 'open'))).toThrow(/mode 0700/)
    mkdirSync(join(root, 'private'), { mode: 0o700 })
    symlinkSync(join(root, 'private'), join(root, 'link'))
    expect(() => makePrivateFolder(join(root, 'link'))).toThrow(/no link/)
    makePrivateFolder(join(root, 'private'))
  })
})
