import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeGateway, isAlive, startFake, until } from './start-fake.js'

let gateway: FakeGateway
afterEach(() => gateway.clear())

async function started(setting: object = {}): Promise<FakeGateway> {
  gateway = startFake(setting)
  await until(() => gateway.stdout().includes('Providers: '))
  return gateway
}

const address = () => /^OpenAI: (.*)\/v1$/m.exec(gateway.stdout())?.[1] ?? ''

describe('a start', () => {
  it('prints its lines once all workers serve, without credentials', async () => {
    const { stdout, dataDir } = await started()
    expect(
      stdout()
        .replace(/:\d{2,5}(?=\/|$)/gm, ':PORT')
        .split('\n'),
    ).toEqual([
      'GraphQL: http://127.0.0.1:PORT/graphql',
      'OpenAI: http://127.0.0.1:PORT/v1',
      'Anthropic, Gemini: http://127.0.0.1:PORT',
      'Explorer: http://127.0.0.1:PORT/',
      'MongoDB: mongodb://***@fake/weir',
      `Data: ${dataDir}`,
      'Admin key: weir_made_now',
      'Providers: demo, openai',
      '',
    ])
    expect(await (await fetch(address())).text()).toBe('begun ended')
  })

  it('lets the first worker serve before the others begin', async () => {
    const { events } = await started({ workers: 3 })
    const ofWorkers = events().filter((line) => !line.startsWith('database'))
    expect(ofWorkers.slice(0, 2)).toEqual(['starting 0', 'serving 0'])
    expect(ofWorkers).toHaveLength(6)
  })

  it('tells the workers the database by message', async () => {
    const { workers } = await started()
    expect(workers().map(({ mongodbUri }) => mongodbUri)).toEqual(Array(2).fill('mongodb://user:password@fake/weir'))
  })

  it('gives the workers the environment that they are to have', async () => {
    const { workers } = await started()
    expect(await Promise.all(workers().map((worker) => worker.ask('environment')))).toEqual(['of the primary', 'of the primary'])
  })

  it('with an address of a MongoDB starts no database', async () => {
    const { workers, events } = await started({ mongodbUri: 'mongodb://elsewhere/weir' })
    expect(workers()[0]?.mongodbUri).toBe('mongodb://elsewhere/weir')
    expect(events().filter((line) => line.startsWith('database'))).toEqual([])
  })

  it.each([
    ['by word', 'weir: A provider has no key.\n'],
    ['by bug', 'fatal The worker failed to start\nweir: The gateway failed to start. The error is in the log, above.\n'],
  ])('that a worker refuses %s ends at once with one line', async (fails, line) => {
    gateway = startFake({ fails })
    expect(await gateway.exited).toBe(1)
    expect(gateway.stderr()).toBe(line)
    expect(gateway.events().filter((event) => event.startsWith('starting'))).toEqual(['starting 0'])
    expect(gateway.events().at(-1)).toBe('database stopped')
  })

  it('whose worker dies again and again ends, and says so', async () => {
    gateway = startFake({ fails: 'by exit' })
    expect(await gateway.exited).toBe(1)
    expect(gateway.stderr()).toContain('weir: Worker 0 ended 3 times before it served, the last time with exit code 7.')
    expect(gateway.events().filter((event) => event.startsWith('starting'))).toHaveLength(3)
  })

  it('on a port in use ends with one clear line', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    gateway = startFake({ port })
    expect(await gateway.exited).toBe(1)
    expect(gateway.stderr()).toBe(
      `weir: 127.0.0.1:${port} is in use by another program. Stop it, or set WEIR_PORT to a free port.\n`,
    )
    other.close()
  })

  it('whose database refuses ends with its reason', async () => {
    gateway = startFake({ database: 'refuses' })
    expect(await gateway.exited).toBe(1)
    expect(gateway.stderr()).toBe('weir: The data folder is in use by process 1.\n')
  })
})

describe('a worker that crashed', () => {
  it('is replaced in its slot, at the same port, and the other one goes on', async () => {
    const { workers } = await started()
    const [first, second] = workers()
    const before = address()
    await second?.ask('crash').catch(() => {})
    await until(() => workers()[1]?.pid !== second?.pid && isAlive(workers()[1]?.pid ?? 0))
    expect(workers().map(({ writer }) => writer)).toEqual([first?.writer, second?.writer])
    expect(workers()[0]?.pid).toBe(first?.pid)
    expect(await (await fetch(before)).text()).toBe('begun ended')
  })

  it('is replaced at the same port when it was the only one', async () => {
    const { workers } = await started({ workers: 1 })
    const [only] = workers()
    await only?.ask('crash').catch(() => {})
    await until(async () => workers()[0]?.pid !== only?.pid && (await fetch(address())).ok)
  })

  it('leaves no client waiting whose connection it had not taken yet', async () => {
    const { workers } = await started()
    const frozen = workers()[1]?.pid ?? 0
    process.kill(frozen, 'SIGSTOP')
    await until(() => execFileSync('ps', ['-o', 'stat=', '-p', String(frozen)], { encoding: 'utf8' }).startsWith('T'))
    const heard: string[] = []
    for (let i = 0; i < 4; i++) {
      fetch(address())
        .then((response) => response.text())
        .then((text) => heard.push(text))
        .catch(() => heard.push('an error'))
    }
    await until(() => heard.length === 3)
    process.kill(frozen, 'SIGKILL')
    await until(() => heard.length === 4)
    expect(heard).toEqual(['begun ended', 'begun ended', 'begun ended', 'an error'])
  })

  it('is heard again once it is replaced', async () => {
    const { workers } = await started()
    await workers()[1]
      ?.ask('crash')
      .catch(() => {})
    await until(() => gateway.events().filter((event) => event === 'serving 1').length === 2)
    await workers()[0]?.ask('listen')
    await workers()[1]?.ask('publish')
    await until(async () => JSON.stringify(await workers()[0]?.ask('heard')).includes('1970-01-01'))
  })
})

describe('the database', () => {
  it('is started again when it dies, without the workers noticing', async () => {
    const { workers, databasePid } = await started()
    const before = databasePid()
    const pids = workers().map(({ pid }) => pid)
    process.kill(before, 'SIGKILL')
    await until(() => databasePid() !== before)
    expect(workers().map(({ pid }) => pid)).toEqual(pids)
    expect(pids.every(isAlive)).toBe(true)
  })
})

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by %s lets a running request finish, then stops the database', async (signal) => {
    const { primary, exited, events } = await started()
    const response = await fetch(`${address()}/slow`)
    primary.kill(signal)
    expect(await response.text()).toBe('begun ended')
    expect(await exited).toBe(0)
    expect(events().slice(-3).sort()).toEqual(['database stopped', 'stopped 0', 'stopped 1'])
    expect(events().at(-1)).toBe('database stopped')
  })

  it('by a signal to the whole group is the same, once', async () => {
    const { primary, exited, events, workers } = await started()
    primary.kill('SIGTERM')
    for (const { pid } of workers()) process.kill(pid, 'SIGTERM')
    primary.kill('SIGTERM')
    expect(await exited).toBe(0)
    expect(events().filter((event) => event.startsWith('stopped'))).toHaveLength(2)
    expect(events().filter((event) => event.startsWith('serving'))).toHaveLength(2)
  })

  it('while it starts leaves nothing behind', async () => {
    gateway = startFake()
    await until(() => gateway.events().some((event) => event.startsWith('starting')))
    gateway.primary.kill('SIGTERM')
    expect(await gateway.exited).toBe(0)
    expect(isAlive(gateway.databasePid())).toBe(false)
  })

  it('by SIGKILL of the primary ends its workers and the database', async () => {
    const { primary, workers, databasePid } = await started()
    const pids = [...workers().map(({ pid }) => pid), databasePid()]
    expect(pids.every(isAlive)).toBe(true)
    primary.kill('SIGKILL')
    await until(() => !pids.some(isAlive))
  })
})

describe('between the workers of a machine', () => {
  it('a key that one revoked is heard by all, dates and all', async () => {
    const { workers } = await started({ workers: 3 })
    for (const worker of workers()) await worker.ask('listen')
    await workers()[1]?.ask('publish')
    const expected = [{ id: workers()[1]?.writer, at: '1970-01-01T00:00:00.000Z' }]
    for (const worker of workers()) await until(async () => ((await worker.ask('heard')) as unknown[]).length > 0)
    expect(await Promise.all(workers().map((worker) => worker.ask('heard')))).toEqual([expected, expected, expected])
  })

  it('the writer that is asked to drain does, and nobody else', async () => {
    const { workers } = await started({ workers: 3 })
    for (const worker of workers()) await worker.ask('onDrain')
    const [asker, owner] = workers()
    expect(await asker?.ask(`requestDrain?writer=${owner?.writer}`)).toBe(true)
    expect(await asker?.ask('requestDrain?writer=zzzzzzz')).toBe(false)
    expect(await Promise.all(workers().map((worker) => worker.ask('drained')))).toEqual([0, 1, 0])
    expect(await asker?.ask(`requestDrain?writer=${asker.writer}`)).toBe(true)
  })
})
