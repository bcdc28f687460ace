import { expect, it } from 'vitest'
import {
  ApplyConfigDocument,
  ConfigDiffDocument,
  ConfigExportDocument,
  ConfigVersionsDocument,
  RollbackConfigDocument,
  RotateSecretDocument,
} from '../../generated/graphql.js'
import { startDoor } from '../support/start-door.js'

const DIFFERENCE = {
  kind: 'ROUTE',
  name: 'smart',
  action: 'UPDATED',
  fields: [{ path: 'targets[0].weight', before: 3, after: { nested: [1] } }],
} as const

async function startAsAdmin() {
  const { ask, admin } = await startDoor()
  admin.control.differences = [DIFFERENCE]
  return { control: admin.control, ask: (query: unknown, variables = {}) => ask(String(query), variables, 'admin-key') }
}

it('versions are listed newest first, a page at a time', async () => {
  const { ask, control } = await startAsAdmin()
  const createdAt = new Date('2026-11-23T10:00:00.000Z')
  control.heads = [5, 4, 3, 2, 1].map((version) => ({
    ...{ organizationId: 'org_1', version, createdAt, createdBy: 'key_1', summary: `change ${version}` },
  }))
  const { data } = await ask(ConfigVersionsDocument, { first: 2 })
  expect(data.configVersions).toMatchObject({ hasNextPage: true, nodes: [{ version: 5, summary: 'change 5' }, { version: 4 }] })
  const rest = await ask(ConfigVersionsDocument, { first: 10, before: 4 })
  expect(rest.data.configVersions).toMatchObject({ hasNextPage: false, nodes: [{ version: 3 }, { version: 2 }, { version: 1 }] })
  const { errors } = await ask(ConfigVersionsDocument, { first: 1000 })
  expect(errors).toMatchObject([{ extensions: { code: expect.stringMatching(/INVALID_REQUEST|QUERY_TOO_COSTLY/) } }])
})

it('two versions are compared, or one with the present', async () => {
  const { ask, control } = await startAsAdmin()
  expect((await ask(ConfigDiffDocument, { from: 0, to: 2 })).data.configDiff).toEqual([DIFFERENCE])
  await ask(ConfigDiffDocument, { from: 1 })
  expect(control.asked.map(({ fields }) => fields)).toEqual([
    { from: 0, to: 2 },
    { from: 1, to: undefined },
  ])
  const { errors } = await ask(ConfigDiffDocument, { from: -1 })
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_REQUEST', path: 'from' } }])
})

it('a rollback and a file are tried before they are made', async () => {
  const { ask, control } = await startAsAdmin()
  const planned = await ask(RollbackConfigDocument, { input: { version: 3, dryRun: true } })
  expect(planned.data.rollbackConfig).toEqual({ changes: [DIFFERENCE], dryRun: true, version: 1 })
  const applied = await ask(ApplyConfigDocument, { input: { yaml: 'routes: []' } })
  expect(applied.data.applyConfig).toEqual({ changes: [DIFFERENCE], dryRun: false, version: 1 })
  expect(control.asked).toEqual([
    { operation: 'rollBack', version: 3, options: { dryRun: true } },
    { operation: 'applyFile', fields: { yaml: 'routes: []' }, options: { dryRun: false } },
  ])
})

it('what is declared is exported, and all credentials are sealed anew', async () => {
  const { ask } = await startAsAdmin()
  expect((await ask(ConfigExportDocument)).data).toEqual({ configExport: 'routes: []\n' })
  expect((await ask(RotateSecretDocument)).data).toEqual({ rotateSecret: { credentials: 3 } })
})
