import { afterEach, describe, expect, it, vi } from 'vitest'
import { answering, buildPipeline, failing } from '../support/pipeline-builder.js'
import { ask, codesOf, errorOf, inTurn, placesHeld, remembering } from '../support/scripted-calls.js'

afterEach(() => vi.useRealTimers())

describe.each(['PROVIDER_AUTHENTICATION', 'PROVIDER_RATE_LIMITED', 'PROVIDER_QUOTA_EXCEEDED'] as const)(
  '%s of one key',
  (code) => {
    it('goes to the next key of the same deployment at once, before any other target', async () => {
      const [first, second] = [remembering(failing(errorOf(code))), remembering(answering('Hi'))]
      const built = buildPipeline({
        providers: { acme: answering('unused'), spare: answering('no') },
        keys: { acme: { first, second } },
        routes: [{ name: 'fast', targets: ['acme/model', 'spare/model'] }],
      })
      const asked = await ask(built, 'fast')
      expect(asked.shown).toBe('Hi')
      expect(codesOf(asked)).toEqual([`acme/model PRIMARY ${code}`, 'acme/model RETRY'])
      expect(placesHeld(built)).toBe(0)
    })

    it('is asked no more by the next calls', async () => {
      const [first, second] = [remembering(failing(errorOf(code))), remembering(answering('Hi'))]
      const built = buildPipeline({ providers: { acme: answering('unused') }, keys: { acme: { first, second } } })
      for (let call = 0; call < 4; call++) expect((await ask(built, 'acme/model')).shown).toBe('Hi')
      expect([first.asked.length, second.asked.length]).toEqual([1, 4])
    })

    it('of all of them goes to the next target, each key asked once', async () => {
      const [first, second] = [remembering(failing(errorOf(code))), remembering(failing(errorOf(code)))]
      const built = buildPipeline({
        providers: { acme: answering('unused'), spare: answering('Hi') },
        keys: { acme: { first, second } },
        routes: [{ name: 'fast', targets: ['acme/model', 'spare/model'] }],
      })
      const asked = await ask(built, 'fast')
      expect(asked.shown).toBe('Hi')
      expect([first.asked.length, second.asked.length]).toEqual([1, 1])
      expect(placesHeld(built)).toBe(0)
    })
  },
)

it('keys that were all rate limited are asked again when the first of them has rested', async () => {
  vi.useFakeTimers()
  const limited = failing(errorOf('PROVIDER_RATE_LIMITED', { retryAfterMs: 2_000 }))
  const [first, second] = [inTurn(limited, answering('Hi')), inTurn(limited, answering('Hi'))]
  const built = buildPipeline({ providers: { acme: answering('unused') }, keys: { acme: { first, second } } })
  const asking = ask(built, 'acme/model')
  await vi.advanceTimersByTimeAsync(2_100)
  const asked = await asking
  expect(asked.shown).toBe('Hi')
  expect(codesOf(asked)).toEqual([
    'acme/model PRIMARY PROVIDER_RATE_LIMITED',
    'acme/model RETRY PROVIDER_RATE_LIMITED',
    'acme/model RETRY',
  ])
  expect(placesHeld(built)).toBe(0)
})
