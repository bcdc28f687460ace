import { describe, expect, it, vi } from 'vitest'
import { type AccessToken, createTokenSource } from './access-token.js'

const MINUTE = 60_000

/** Tokens `t1`, `t2` … of an hour, by a clock that stands until it is moved. */
function open({
  fetchToken,
  timeoutMs = 1_000,
}: {
  fetchToken?: (count: number) => Promise<AccessToken>
  timeoutMs?: number
} = {}) {
  const clock = { now: 0, fetched: 0 }
  const tokenOf = createTokenSource({
    provider: 'local',
    now: () => clock.now,
    timeoutMs,
    fetchToken: async () => {
      clock.fetched++
      return fetchToken ? fetchToken(clock.fetched) : { token: `t${clock.fetched}`, expiresAt: clock.now + 60 * MINUTE }
    },
  })
  return { clock, ask: (signal = new AbortController().signal) => tokenOf(signal) }
}

describe('an access token', () => {
  it('is asked for once, however many wait for it', async () => {
    const { clock, ask } = open()
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['t1', 't1', 't1'])
    clock.now = 54 * MINUTE
    expect(await ask()).toBe('t1')
    expect(clock.fetched).toBe(1)
  })

  it('is exchanged before it expires, beside the calls that still use it', async () => {
    const { clock, ask } = open()
    await ask()
    clock.now = 56 * MINUTE
    expect(await ask()).toBe('t1')
    await vi.waitFor(async () => expect(await ask()).toBe('t2'))
    expect(clock.fetched).toBe(2)
  })

  it('is waited for once the old one has no life left', async () => {
    const { clock, ask } = open()
    await ask()
    clock.now = 60 * MINUTE - 5_000
    expect(await ask()).toBe('t2')
  })

  it('is used on when it cannot be exchanged yet', async () => {
    const { clock, ask } = open({
      fetchToken: async (count) => {
        if (count > 1) throw new Error('down')
        return { token: 't1', expiresAt: 60 * MINUTE }
      },
    })
    await ask()
    clock.now = 57 * MINUTE
    expect(await ask()).toBe('t1')
    expect(await ask()).toBe('t1')
  })

  it('is asked for again after a failure', async () => {
    const { ask } = open({
      fetchToken: async (count) => {
        if (count === 1) throw Object.assign(new Error('no'), { response: { status: 400 } })
        return { token: 'later', expiresAt: undefined }
      },
    })
    await expect(ask()).rejects.toMatchObject({ code: 'PROVIDER_AUTHENTICATION', providerStatus: 400 })
    expect(await ask()).toBe('later')
  })

  it.each([
    [{ response: { status: 401 } }, 'PROVIDER_AUTHENTICATION'],
    [{ response: { status: 503 } }, 'PROVIDER_OVERLOADED'],
    [{ code: 'ECONNREFUSED' }, 'PROVIDER_UNREACHABLE'],
    [{ cause: { code: 'ENOTFOUND' } }, 'PROVIDER_UNREACHABLE'],
    [{}, 'PROVIDER_AUTHENTICATION'],
  ])('that fails with %j is %s, in words that repeat nothing', async (fields, code) => {
    const { ask } = open({ fetchToken: async () => Promise.reject(Object.assign(new Error('robot@secret.example'), fields)) })
    await expect(ask()).rejects.toMatchObject({ code, message: expect.not.stringContaining('secret') })
  })

  it('is not waited for without end', async () => {
    const { ask } = open({ fetchToken: () => new Promise(() => {}), timeoutMs: 5 })
    await expect(ask()).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' })
  })

  it('is not waited for by a caller who has gone, and comes to the others', async () => {
    let give = (_: AccessToken) => {}
    const { ask } = open({ fetchToken: () => new Promise((resolve) => (give = resolve)) })
    const controller = new AbortController()
    const [gone, stays] = [ask(controller.signal), ask()]
    const reason = new Error('The caller has gone')
    controller.abort(reason)
    await expect(gone).rejects.toBe(reason)
    give({ token: 't', expiresAt: MINUTE * 60 })
    expect(await stays).toBe('t')
  })
})
