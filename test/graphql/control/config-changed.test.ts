import 'reflect-metadata'
import { expect, it, onTestFinished } from 'vitest'
import type { OperationContext } from '../../../src/graphql/context.js'
import { openConfigChanged } from '../../../src/graphql/control/config-changed.js'
import { ConfigChangedDocument } from '../../generated/graphql.js'
import { principalWith } from '../support/answers.js'
import { KEYS } from '../support/fake-pipeline.js'
import { startDoor, until } from '../support/start-door.js'
import { FakeControlPlane } from './support/fake-control-plane.js'

const OPERATION = { query: String(ConfigChangedDocument) }

it('configChanged tells each change in order, and is let go by who leaves', async () => {
  const { wsClient, admin } = await startDoor()
  const stream = wsClient('admin-key').iterate(OPERATION)
  const first = stream.next()
  await until(() => admin.control.listeners.size === 1)
  const differences = [{ kind: 'ROUTE', name: 'smart', action: 'CREATED', fields: [] }] as const
  admin.control.tell({ version: 1, differences })
  admin.control.tell({ version: 2, createdBy: null, configVersion: 'def' })
  expect((await first).value).toMatchObject({
    data: {
      configChanged: {
        version: 1,
        configVersion: 'abc',
        createdBy: 'key_1',
        summary: 'created route smart',
        changes: differences,
      },
    },
  })
  expect((await stream.next()).value).toMatchObject({
    data: { configChanged: { version: 2, configVersion: 'def', createdBy: null } },
  })
  await stream.return?.()
  await until(() => admin.control.listeners.size === 0)
})

it.each(['caller-key', 'finance-key', null])('configChanged does not even begin to watch for %s', async (key) => {
  const { wsClient, admin } = await startDoor()
  const code = key === null ? 'UNAUTHENTICATED' : 'ACCESS_DENIED'
  await expect(wsClient(key).iterate(OPERATION).next()).rejects.toMatchObject([{ extensions: { code } }])
  expect(admin.control.listeners.size).toBe(0)
})

it('configChanged ends when its key is revoked', async () => {
  const { wsClient, admin } = await startDoor()
  const keys = KEYS as Record<string, readonly string[]>
  keys['short-lived-key'] = ['admin']
  onTestFinished(() => void delete keys['short-lived-key'])
  const next = wsClient('short-lived-key').iterate(OPERATION).next()
  await until(() => admin.control.listeners.size === 1)
  delete keys['short-lived-key']
  await expect(next).rejects.toBeDefined()
  await until(() => admin.control.listeners.size === 0)
})

it('configChanged keeps at most a hundred changes for a reader that is late, and tells the rest as one', async () => {
  const control = new FakeControlPlane()
  const aborter = new AbortController()
  const context = { control, principal: principalWith(['admin']), signal: aborter.signal, authenticateAgain: () => {} }
  const stream = openConfigChanged(context as unknown as OperationContext)
  const first = stream.next()
  for (let version = 1; version <= 5_000; version++) {
    control.tell({ version, differences: [{ kind: 'ROUTE', name: `r${version}`, action: 'CREATED', fields: [] }] })
  }
  const told = [(await first).value!]
  while (told.length < 100) told.push((await stream.next()).value!)
  expect(told.slice(0, 99).map(({ version }) => version)).toEqual(Array.from({ length: 99 }, (_, index) => index + 1))
  expect(told[99]).toMatchObject({ version: 5_000 })
  expect(told[99]!.changes).toHaveLength(1_000)
  expect(told[99]!.changes.at(-1)).toMatchObject({ name: 'r5000' })
  const end = stream.next()
  aborter.abort()
  expect(await end).toEqual({ done: true, value: undefined })
  expect(control.listeners.size).toBe(0)
})
