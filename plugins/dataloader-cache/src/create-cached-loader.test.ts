import { describe, expect, it } from 'vitest'
import { createCachedLoader, SharedCache } from './index.js'

interface Book {
  readonly id: string
}

/** A store that remembers how it was asked. */
function createStore(known: readonly string[]) {
  const batches: (readonly string[])[] = []
  const books = new Set(known)
  async function load(ids: readonly string[]): Promise<(Book | null)[]> {
    batches.push(ids)
    await Promise.resolve()
    return ids.map((id) => (books.has(id) ? { id } : null))
  }
  return { load, batches, books }
}

describe('a loader without a shared cache', () => {
  it('batches, removes doubles and answers in the order asked', async () => {
    const { load, batches } = createStore(['a', 'b'])
    const loader = createCachedLoader({ load })
    expect(await Promise.all(['b', 'x', 'a', 'b'].map((id) => loader.load(id)))).toEqual([
      { id: 'b' },
      null,
      { id: 'a' },
      { id: 'b' },
    ])
    expect(batches).toEqual([['b', 'x', 'a']])
  })
})

describe('loaders that share a cache', () => {
  it('load a key once for all requests', async () => {
    const { load, batches } = createStore(['a', 'b'])
    const cache = new SharedCache<Book>({ maxEntries: 10 })
    await createCachedLoader({ load, cache }).loadMany(['a', 'b'])
    expect(await createCachedLoader({ load, cache }).loadMany(['b', 'a'])).toEqual([{ id: 'b' }, { id: 'a' }])
    expect(batches).toEqual([['a', 'b']])
  })

  it('load a key once when they ask at the same time', async () => {
    const { load, batches } = createStore(['a', 'b'])
    const cache = new SharedCache<Book>({ maxEntries: 10 })
    const [first, second] = [createCachedLoader({ load, cache }), createCachedLoader({ load, cache })]
    expect(await Promise.all([first.load('a'), second.load('a'), second.load('b')])).toEqual([
      { id: 'a' },
      { id: 'a' },
      { id: 'b' },
    ])
    expect(batches).toEqual([['a'], ['b']])
  })

  it('ask again for what was missing', async () => {
    const { load, batches, books } = createStore([])
    const cache = new SharedCache<Book>({ maxEntries: 10 })
    expect(await createCachedLoader({ load, cache }).load('late')).toBeNull()
    books.add('late')
    expect(await createCachedLoader({ load, cache }).load('late')).toEqual({ id: 'late' })
    expect(batches).toHaveLength(2)
  })

  it('ask again when the time of a value is over', async () => {
    const { load, batches } = createStore(['a'])
    let now = 0
    const cache = new SharedCache<Book>({ maxEntries: 10, now: () => now })
    const read = () => createCachedLoader({ load, cache, ttlMs: 1000 }).load('a')
    await read()
    now = 999
    await read()
    expect(batches).toHaveLength(1)
    now = 1000
    await read()
    expect(batches).toHaveLength(2)
  })

  it('keep to the partition that the key names', async () => {
    const cache = new SharedCache<Book>({ maxEntries: 10 })
    const [mine, theirs] = [createStore(['a']), createStore([])]
    const of = (organization: string, { load }: ReturnType<typeof createStore>) =>
      createCachedLoader({ load, cache, keyOf: (id: string) => `${organization}/${id}` })
    expect(await of('mine', mine).load('a')).toEqual({ id: 'a' })
    expect(await of('theirs', theirs).load('a')).toBeNull()
  })

  it('forget the least used beyond the limit', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(index))
    const { load } = createStore(ids)
    const cache = new SharedCache<Book>({ maxEntries: 10 })
    await createCachedLoader({ load, cache }).loadMany(ids)
    expect(cache.size).toBe(10)
  })

  it('load again what was invalidated, also while it was being loaded', async () => {
    const cache = new SharedCache<Book & { version: number }>({ maxEntries: 10 })
    let version = 1
    let release: () => void = () => {}
    const load = async (ids: readonly string[]) => {
      const seen = version
      await new Promise<void>((resolve) => {
        release = resolve
      })
      return ids.map((id) => ({ id, version: seen }))
    }
    const stale = createCachedLoader({ load, cache }).load('a')
    await new Promise((resolve) => setImmediate(resolve))
    version = 2
    cache.invalidate('a')
    release()
    expect((await stale)?.version).toBe(1)
    const fresh = createCachedLoader({ load, cache }).load('a')
    await new Promise((resolve) => setImmediate(resolve))
    release()
    expect((await fresh)?.version).toBe(2)
    cache.clear()
    expect(cache.size).toBe(0)
  })

  it('tell a failed load to all who waited, and try again for the next', async () => {
    const cache = new SharedCache<Book>({ maxEntries: 10 })
    let fails = true
    const load = async (ids: readonly string[]) => {
      if (fails) throw new Error('down')
      return ids.map((id) => ({ id }))
    }
    const waiting = [createCachedLoader({ load, cache }).load('a'), createCachedLoader({ load, cache }).load('a')]
    const told = await Promise.allSettled(waiting)
    expect(told.map((one) => one.status === 'rejected' && one.reason.message)).toEqual(['down', 'down'])
    fails = false
    expect(await createCachedLoader({ load, cache }).load('a')).toEqual({ id: 'a' })
  })

  it('fail the keys that failed and no others', async () => {
    const { load } = createStore(['a', 'b'])
    const cache = new SharedCache<Book>({ maxEntries: 10 })
    await createCachedLoader({ load, cache }).load('a')
    const broken = createCachedLoader<string, Book>({ load: async () => Promise.reject(new Error('down')), cache })
    const [known, unknown] = await Promise.allSettled([broken.load('a'), broken.load('b')])
    expect(known).toEqual({ status: 'fulfilled', value: { id: 'a' } })
    expect(unknown.status).toBe('rejected')
  })
})
