import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/plugin-api.js'
import { parseSettings } from './settings.js'

const guard = { allows: () => true }
const APPLICATION = { tenantId: 'contoso', clientId: 'app', clientSecret: 'hush' }
const parse = (entra: JsonObject, isFromOutside = true) =>
  parseSettings({ name: 'azure', kind: 'azure-openai', settings: { entra }, ...(isFromOutside && { guard }) })

describe('settings from outside', () => {
  it.each([undefined, 'https://login.microsoftonline.com', 'https://login.microsoftonline.us/'])(
    'may name an application at %s',
    (authority) => expect(parse({ ...APPLICATION, ...(authority && { authority }) }).entra).toMatchObject(APPLICATION),
  )

  it.each<[JsonObject, string]>([
    [{ managedIdentity: true }, 'settings.entra.managedIdentity'],
    [{ ...APPLICATION, authority: 'http://127.0.0.1:8080' }, 'settings.entra.authority'],
    [{ ...APPLICATION, authority: 'https://10.0.0.1' }, 'settings.entra.authority'],
    [{ ...APPLICATION, authority: 'https://login.microsoftonline.com.evil.example' }, 'settings.entra.authority'],
    [{ ...APPLICATION, authority: 'https://login.microsoftonline.com@10.0.0.1' }, 'settings.entra.authority'],
  ])('may not have %j, which the configuration file may', (entra, path) => {
    expect(() => parse(entra)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', path }))
    expect(() => parse(entra)).not.toThrow(/hush/)
    expect(() => parse(entra, false)).not.toThrow()
  })
})
