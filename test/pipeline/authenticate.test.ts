import { describe, expect, it } from 'vitest'
import { apiKeyWith, buildPipeline } from '../support/pipeline-builder.js'

const secret = 'weir_0123456789012345678901234567890123456789012'
const held = (changes = {}) => {
  const built = buildPipeline()
  built.keys.apply({ type: 'issued', key: apiKeyWith({ secretHash: `hash of ${secret}`, ...changes }) })
  return built
}

describe('a credential', () => {
  it.each([secret, `Bearer ${secret}`, `bearer   ${secret}`])('is taken bare or as Bearer', (credential) => {
    expect(held().pipeline.authenticate(credential)).toMatchObject({ keyId: 'key_1', organizationId: 'org_default' })
  })

  it.each([
    undefined,
    '',
    'Bearer ',
    'Bearer wrong_key_that_is_long_enough_000',
    'short',
    `${secret}\u0000`,
    'x'.repeat(5_000),
    'Bearer {"$gt":""}___________________',
  ])('%j is refused', (credential) => {
    expect(() => held().pipeline.authenticate(credential)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }))
  })

  it('is refused from the moment it expires', () => {
    expect(() => held({ expiresAt: new Date(Date.now() - 1) }).pipeline.authenticate(secret)).toThrow(/expired/)
    expect(held({ expiresAt: new Date(Date.now() + 60_000) }).pipeline.authenticate(secret).keyId).toBe('key_1')
  })

  it('is refused once revoked, also when its issue arrives late', () => {
    const built = held()
    built.keys.apply({ type: 'revoked', id: 'key_1', at: new Date() })
    built.keys.apply({ type: 'issued', key: apiKeyWith({ secretHash: `hash of ${secret}` }) })
    expect(() => built.pipeline.authenticate(secret)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }))
    expect(built.keys.size).toBe(0)
  })
})
