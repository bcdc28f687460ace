import { describe, expect, it } from 'vitest'
import { compileCondition } from '../../plugins/conditions/index.js'
import type { RouteSpec } from '../../src/domain/route.js'
import { compileRoute } from '../../src/routing/compile-route.js'

const spec: RouteSpec = { name: 'fast', targets: [{ model: 'acme/model' }] }
const origin = { managedBy: 'API', version: 3 } as const

describe('a compiled route', () => {
  it('has names for what has none, and the usual retries where it says nothing of them', () => {
    const targets = spec.targets
    const route = compileRoute(
      {
        ...spec,
        rules: [
          { when: 'true', targets },
          { name: 'own', when: 'false', targets },
        ],
        splits: [{ percent: 10, targets }],
        retry: { attempts: 4 },
      },
      origin,
      compileCondition,
    )
    expect(route.rules.map(({ name }) => name)).toEqual(['rule 1', 'own'])
    expect(route.splits).toMatchObject([{ name: 'split 1', condition: null }])
    expect(route).toMatchObject({ match: null, managedBy: 'API', version: 3, retry: { attempts: 4, baseMs: 250, maxMs: 8_000 } })
  })

  it.each<[string, Partial<RouteSpec>]>([
    ['match', { match: 'nonsense(' }],
    ['rules[1].when', { rules: ['true', 'nonsense('].map((when) => ({ when, targets: spec.targets })) }],
    ['splits[0].when', { splits: [{ when: 'nonsense(', targets: spec.targets }] }],
  ])('is none when %s is no condition: the error says which', (path, changes) => {
    expect(() => compileRoute({ ...spec, ...changes }, origin, compileCondition)).toThrowError(
      expect.objectContaining({ code: 'INVALID_REQUEST', path, message: expect.stringContaining(path) }) as Error,
    )
  })
})
