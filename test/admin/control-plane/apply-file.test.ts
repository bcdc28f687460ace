// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of a configuration file are written so
import { describe, expect, it } from 'vitest'
import type { Declared } from '../../../src/admin/control-plane.js'
import { ACME, admin, openControlPlane, SMART } from './open-control-plane.js'

const FILE = `
server: { port: 4000 }
providers:
  - { name: acme, kind: openai, baseUrl: "https://acme.example/v1", apiKey: sk-acme-0123456789 }
deployments:
  - { name: eu, provider: acme, model: large, region: eu, limits: { maxConcurrent: 5 } }
models:
  acme/large: { aliases: [big], quality: 0.9 }
prices:
  acme/large: { input: 0.25, output: "2.50" }
  acme/small: { input: "0.1" }
routes:
  - name: smart
    targets: [{ model: acme/large, weight: 3 }, acme/small]
    splits: [{ percent: 10, targets: [eu] }]
    timeouts:
`

describe('applying a file', () => {
  it('declares what it says and nothing else', async () => {
    const { control } = openControlPlane()
    await control.create(admin, 'ROUTE', { ...SMART, name: 'old' })
    const result = await control.applyFile(admin, FILE)
    expect(result.differences.map(({ kind, name, action }) => `${action} ${kind} ${name}`)).toEqual([
      'CREATED PROVIDER acme',
      'CREATED DEPLOYMENT eu',
      'CREATED MODEL acme/large',
      'CREATED MODEL acme/small',
      'DELETED ROUTE old',
      'CREATED ROUTE smart',
    ])
    expect(control.find(admin, 'MODEL', 'acme/large')?.spec).toEqual({
      id: 'acme/large',
      aliases: ['big'],
      quality: 0.9,
      price: { input: '0.25', output: '2.50' },
    })
    expect(control.find(admin, 'ROUTE', 'smart')?.spec.splits).toEqual([{ percent: 10, targets: [{ model: 'eu' }] }])
  })

  it('again changes nothing, credentials included, and another key is a change', async () => {
    const { control, configs, credentials } = openControlPlane()
    await control.applyFile(admin, FILE)
    expect(await control.applyFile(admin, FILE)).toMatchObject({ differences: [], version: 1 })
    const plan = await control.applyFile(admin, FILE.replace('sk-acme-0123456789', 'sk-next-0123451111'), { dryRun: true })
    expect(plan.differences).toMatchObject([{ name: 'acme', fields: [{ path: 'keys', before: ['…6789'], after: ['…1111'] }] }])
    expect([configs.versions.length, credentials.size]).toEqual([1, 1])
  })

  it('keeps the credentials that it does not name', async () => {
    const { control, vault } = openControlPlane()
    await control.create(admin, 'PROVIDER', ACME)
    await control.applyFile(admin, FILE.replace(', apiKey: sk-acme-0123456789', ''))
    const [key] = control.find(admin, 'PROVIDER', 'acme')?.spec.keys ?? []
    expect((await vault.open(admin.organizationId, [key!.id])).get(key!.id)).toBe(ACME.apiKey)
  })

  it('that was exported changes nothing', async () => {
    const { control } = openControlPlane()
    await control.applyFile(admin, FILE)
    const yaml = control.exportFile(admin)
    expect(yaml).not.toContain('sk-acme')
    expect(yaml).toContain('- acme/small')
    expect((await control.applyFile(admin, yaml)).differences).toEqual([])
    const empty = openControlPlane().control
    expect((await empty.applyFile(admin, empty.exportFile(admin))).differences).toEqual([])
  })

  it('that is the gateway’s own leaves alone what is declared already, and is refused where it says otherwise', async () => {
    const route: Declared = {
      kind: 'ROUTE',
      name: 'smart',
      managedBy: 'FILE',
      version: 0,
      spec: { targets: [{ model: 'a/b' }], name: 'smart' },
      entry: null,
    }
    const { control } = openControlPlane({ declares: [route] })
    expect((await control.applyFile(admin, 'routes: [{ name: smart, targets: [a/b] }]')).differences).toEqual([])
    await expect(control.applyFile(admin, 'routes: [{ name: smart, targets: [a/c] }]')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('managed by the configuration file'),
    })
  })

  it.each([
    ['broken YAML', 'routes: [', 'this is not valid YAML'],
    ['a section that there is not', 'routs: []', 'did you mean routes?'],
    ['a wrong field', 'routes: [{ name: a, targets: [b], strategy: best }]', 'routes[0].strategy: found "best"'],
    ['a name twice', 'routes: [{ name: a, targets: [b] }, { name: a, targets: [b] }]', 'routes[1].name'],
    ['a variable that nobody replaced', 'providers: [{ name: a, kind: b, apiKey: "${SECRET}" }]', 'a variable is replaced where'],
    ['a list', '- a', 'expected a mapping with the keys providers'],
  ])('is refused with %s', async (_, yaml, message) => {
    await expect(openControlPlane().control.applyFile(admin, yaml)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(message),
    })
  })

  it('reads no variable of the gateway', async () => {
    const { control } = openControlPlane()
    await control.applyFile(admin, 'providers: [{ name: a, kind: b, baseUrl: "https://x.example/${PATH}" }]')
    expect(control.find(admin, 'PROVIDER', 'a')?.spec.baseUrl).toBe('https://x.example/${PATH}')
  })
})
