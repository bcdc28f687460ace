import {
  type GraphQLNamedType,
  type GraphQLType,
  getNamedType,
  isInputObjectType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  isScalarType,
} from 'graphql'
import { expect, it } from 'vitest'
import { createSubgraph } from '../../../src/graphql/subgraph.js'
import { startDoor } from '../support/start-door.js'

const ADMINS_ONLY = [
  'query { providers { nodes { name } } }',
  'query { provider(name: "x") { name } }',
  'query { deployments { nodes { name } } }',
  'query { deployment(name: "x") { name } }',
  'query { modelOverrides { nodes { id } } }',
  'query { modelOverride(id: "x") { id } }',
  'query { routes { nodes { name } } }',
  'query { route(name: "x") { name } }',
  'query { configVersions { hasNextPage } }',
  'query { configDiff(from: 0) { name } }',
  'query { configExport }',
  'mutation { createProvider(input: { name: "x", kind: "y" }) { version } }',
  'mutation { updateProvider(input: { name: "x", version: 1 }) { version } }',
  'mutation { deleteProvider(name: "x") { version } }',
  'mutation { createDeployment(input: { name: "x", provider: "y", model: "z" }) { version } }',
  'mutation { updateDeployment(input: { name: "x", version: 1 }) { version } }',
  'mutation { deleteDeployment(name: "x") { version } }',
  'mutation { createModel(input: { id: "x/y" }) { version } }',
  'mutation { updateModel(input: { id: "x/y", version: 1 }) { version } }',
  'mutation { deleteModel(id: "x/y") { version } }',
  'mutation { createRoute(input: { name: "x", targets: [] }) { version } }',
  'mutation { updateRoute(input: { name: "x", version: 1 }) { version } }',
  'mutation { deleteRoute(name: "x") { version } }',
  'mutation { rollbackConfig(input: { version: 1 }) { version } }',
  'mutation { applyConfig(input: { yaml: "" }) { version } }',
  'mutation { rotateSecret { credentials } }',
]

it('nothing of the control plane is for a key without the scope admin', async () => {
  const { ask, admin } = await startDoor()
  for (const query of ADMINS_ONLY) {
    for (const key of ['caller-key', 'finance-key', 'auditor-key']) {
      const { errors } = await ask(query, {}, key)
      expect(errors, query).toMatchObject([{ extensions: { code: 'ACCESS_DENIED' } }])
    }
    expect((await ask(query, {}, '')).errors, query).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  }
  expect(admin.control.asked).toEqual([])
})

const toNamed = (type: GraphQLType): GraphQLNamedType => getNamedType(type)
const SHOWN_BEFORE = new Set(['ModelCapabilities', 'PageInfo', 'Estimate', 'CompletionInput', 'GatewayErrorInfo'])
const ROOTS =
  /^((create|update|delete)(Provider|Deployment|Model|Route)|providers?|deployments?|modelOverrides?|routes?|config\w+|\w+Config|rotateSecret|explainRoute|routeHealth)$/

it('every type and field of the control plane says what it is', () => {
  const schema = createSubgraph()
  const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!]
  const fields = roots.flatMap((type) => Object.values(type.getFields())).filter(({ name }) => ROOTS.test(name))
  const seen = new Set<string>(SHOWN_BEFORE)
  const silent: string[] = fields.filter(({ description }) => !description).map(({ name }) => name)
  const waiting = fields.flatMap(({ type, args }) => [type, ...args.map((arg) => arg.type)]).map(toNamed)
  for (const type of waiting) {
    if (seen.has(type.name) || isIntrospectionType(type) || isScalarType(type)) continue
    seen.add(type.name)
    if (!type.description) silent.push(type.name)
    if (!isObjectType(type) && !isInputObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (!field.description) silent.push(`${type.name}.${field.name}`)
      waiting.push(toNamed(field.type))
    }
  }
  expect(fields).toHaveLength(29)
  expect(silent).toEqual([])
})

it('no type shows a credential but the one that issues it', () => {
  const shown = Object.values(createSubgraph().getTypeMap()).filter((type) => isObjectType(type))
  const leaves = shown.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isLeafType(getNamedType(field.type)))
      .map(({ name }) => `${type.name}.${name}`),
  )
  expect(leaves.filter((name) => /key|secret|settings|sealed|hash/i.test(name.split('.')[1]!))).toEqual([
    'Completion.idempotencyKey',
    'IssueApiKeyPayload.secret',
    'Me.keyId',
  ])
})
