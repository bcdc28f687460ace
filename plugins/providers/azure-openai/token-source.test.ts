import { expect, it, vi } from 'vitest'
import { createTokenSource, type Token } from './token-source.js'

const MINUTE = 60_000
const free = () => new AbortController().signal

function setUp(acquire: () => Promise<Token>) {
  const clock = { ms: 0 }
  const asked = vi.fn(acquire)
  return { clock, asked, source: createTokenSource({ provider: 'azure', acquire: asked, now: () => clock.ms, timeoutMs: 50 }) }
}

it('keeps a token until five minutes before it expires', async () => {
  let made = 0
  const { clock, asked, source } = setUp(async () => ({ value: `token-${++made}`, expiresAtMs: clock.ms + 60 * MINUTE }))
  expect(await source.token(free())).toBe('token-1')
  clock.ms = 54 * MINUTE
  expect(await source.token(free())).toBe('token-1')
  clock.ms = 56 * MINUTE
  expect(await source.token(free())).toBe('token-2')
  expect(asked).toHaveBeenCalledTimes(2)
})

it('goes on with a token that is still valid when its renewal fails', async () => {
  let fails = false
  const { clock, source } = setUp(async () => {
    if (fails) throw new Error('away')
    return { value: 'token', expiresAtMs: 60 * MINUTE }
  })
  await source.token(free())
  fails = true
  clock.ms = 58 * MINUTE
  expect(await source.token(free())).toBe('token')
  clock.ms = 61 * MINUTE
  await expect(source.token(free())).rejects.toThrow('away')
})

it('gives up on a silent server', async () => {
  const { source } = setUp(() => new Promise(() => {}))
  await expect(source.token(free())).rejects.toMatchObject({ code: 'PROVIDER_TIMEOUT' })
})

it('lets one caller go without taking the token from another', async () => {
  let give = (_: Token) => {}
  const { source, asked } = setUp(
    () =>
      new Promise((resolve) => {
        give = resolve
      }),
  )
  const gone = new AbortController()
  const [first, second] = [source.token(gone.signal), source.token(free())]
  const reason = new Error('The caller has gone')
  gone.abort(reason)
  await expect(first).rejects.toBe(reason)
  give({ value: 'token', expiresAtMs: 60 * MINUTE })
  expect(await second).toBe('token')
  expect(asked).toHaveBeenCalledTimes(1)
})
