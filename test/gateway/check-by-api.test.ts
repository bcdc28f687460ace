import { describe, expect, it } from 'vitest'
import { createAddressGuard } from '../../plugins/address-guard/index.js'
import type { DeploymentSpec, ProviderSpec } from '../../src/domain/control-plane.js'
import { checkByApi } from '../../src/gateway/check-by-api.js'
import { HOSTILE_URLS } from '../support/hostile-urls.js'
import { contentOf, knownVendors } from './config-parts.js'

const KEYS = [{ id: 'k1', lastFour: '1111' }]

function check(provider: Partial<ProviderSpec>, deployments: DeploymentSpec[] = [], allow: string[] = []): void {
  const providers = [{ name: 'eu', kind: 'acme', keys: KEYS, ...provider }]
  checkByApi(contentOf({ providers, deployments }), knownVendors(), createAddressGuard(allow))
}
const refused = (path: string, words: RegExp) =>
  expect.objectContaining({ code: 'INVALID_REQUEST', path, message: expect.stringMatching(words) })

describe('a provider that the API declares', () => {
  it('is of a kind that there is', () => {
    expect(() => check({ kind: 'nobody' })).toThrow(refused('kind', /"nobody".*acme, inner, local/))
  })

  it('is not of a kind that reaches beyond what is guarded', () => {
    expect(() => check({ kind: 'inner' })).toThrow(refused('kind', /configuration file only/))
  })

  it('brings its own key to the vendor’s own address: that of the environment is not for it', () => {
    expect(() => check({ keys: [] })).toThrow(refused('apiKey', /keys of the environment/))
    expect(() => check({})).not.toThrow()
  })

  it('says where it is, where its kind has no address', () => {
    expect(() => check({ kind: 'local' })).toThrow(refused('baseUrl', /no address of its own/))
    expect(() => check({ kind: 'local', baseUrl: 'https://models.example/v1', keys: [] })).not.toThrow()
  })

  it.each(HOSTILE_URLS)('is not at %s, and neither is a deployment', (baseUrl) => {
    expect(() => check({ baseUrl })).toThrow(refused('baseUrl', /./))
    expect(() => check({}, [{ name: 'd', provider: 'eu', model: 'small', baseUrl }])).toThrow(refused('baseUrl', /./))
  })

  it('may be inside where the operator allows it', () => {
    expect(() => check({ baseUrl: 'http://10.1.2.3/v1' }, [], ['10.1.2.3'])).not.toThrow()
  })
})
