import { createRequire } from 'node:module'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { type ExecutionResult, type GraphQLObjectType, type GraphQLSchema, graphql, parse, subscribe } from 'graphql'
import type * as Middleware from 'graphql-middleware'
import type { IRules } from 'graphql-shield'
import { describe, expect, it } from 'vitest'
import { GatewayError } from '../../src/domain/gateway-error.js'
import { applyShield, either, type Permissions, permit } from '../../src/graphql/shield.js'
import { stockShield } from '../../src/graphql/stock-shield.js'

const { allow, and, chain, deny, not, or, race, rule, shield } = stockShield
/** In the same form as graphql-shield, which knows what it made by its class. */
const { applyMiddleware } = createRequire(import.meta.url)('graphql-middleware') as typeof Middleware

const SDL = /* GraphQL */ `
  interface Named { name: String }
  type Cat implements Named { name: String  lives: Int  friend: Dog  secret: String! }
  type Dog implements Named { name: String  tricks: [String!]  owner: Person }
  type Person implements Named { name: String  age: Int  pets: [Pet!] }
  union Pet = Cat | Dog
  type Query { cat: Cat  pets: [Pet!]!  named: [Named!]!  person(name: String): Person  broken: String  resolve: String }
  type Mutation { adopt(name: String!): Cat }
`

const tom = { __typename: 'Cat', name: 'Tom', lives: 9, secret: 'mouse', friend: () => rex }
const rex = { __typename: 'Dog', name: 'Rex', tricks: ['sit'], owner: () => ann }
const ann = { __typename: 'Person', name: 'Ann', age: 40, pets: () => [tom, rex] }

function createSchema(): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: SDL,
    resolvers: {
      Query: {
        cat: () => tom,
        pets: () => [tom, rex],
        named: async () => [tom, rex, ann],
        person: (_root: unknown, { name }: { name?: string }) => ({ ...ann, name: name ?? ann.name }),
        broken: () => {
          throw new Error('broken by its resolver')
        },
        resolve: () => 'a field of this name is not a rule',
      },
      Mutation: { adopt: (_root: unknown, { name }: { name: string }) => ({ ...tom, name }) },
      Person: { age: async ({ age }: { age: number }) => age },
    },
  })
}

const QUERIES = [
  '{ cat { name lives secret friend { name tricks owner { name age } } } }',
  '{ pets { __typename ... on Cat { name lives } ... on Dog { name tricks } } }',
  '{ named { name ... on Person { age pets { ... on Named { name } } } } }',
  'query { ...All person(name: "Bob") { ...P } } fragment All on Query { cat { lives } broken } fragment P on Person { name age }',
  '{ first: cat { alias: name } second: cat { name } broken resolve __typename }',
  'mutation { adopt(name: "Kit") { name lives secret } }',
  '{ cat { secret } pets { ... on Cat { secret } } }',
]

const refused = new GatewayError('ACCESS_DENIED', 'Not you.')
const yes = permit('yes', () => true)
const no = permit('no', () => refused)
const throws = permit('throws', () => {
  throw new GatewayError('UNAUTHENTICATED', 'Who are you?')
})
const onlyTom = permit('onlyTom', (parent: { name?: string } | undefined) => parent?.name === 'Tom' || refused)
const asyncYes = rule('asyncYes', { cache: 'no_cache' })(async () => true)
const asyncNo = rule('asyncNo', { cache: 'no_cache' })(async () => false)
const asyncText = rule('asyncText', { cache: 'contextual' })(async () => 'in words')
const asyncThrows = rule('asyncThrows', { cache: 'no_cache' })(async () => {
  throw new Error('rule broke')
})
const onlyBob = rule('onlyBob', { cache: 'no_cache' })((_parent, { name }) => name === 'Bob')
const withFragment = rule({ cache: 'no_cache', fragment: 'fragment N on Cat { name }' })(({ name }) => name === 'Tom')

const TREES: Record<string, Permissions> = {
  'one bare allow': allow,
  'one bare deny': deny,
  'one bare rule that says yes': yes,
  'one bare rule that says no': no,
  'one bare asynchronous rule that says no': asyncNo,
  'one bare logic rule': or(asyncNo, deny),
  nothing: {},
  'types only': { Query: allow, Cat: yes, Dog: no },
  'types of asynchronous rules': { Query: asyncYes, Mutation: asyncNo, Cat: asyncText, Dog: asyncThrows, Person: allow },
  'fields and the rest of a type': {
    Query: { '*': allow },
    Cat: { name: allow, '*': onlyTom },
    Dog: { name: no, '*': yes },
    Person: allow,
  },
  'fields without a rest': { Query: { cat: allow, pets: yes }, Mutation: { adopt: allow }, Cat: { name: allow, secret: deny } },
  'a non-null field that is refused': {
    Query: allow,
    Mutation: allow,
    Cat: { '*': allow, secret: no },
    Dog: allow,
    Person: allow,
  },
  'rules by arguments': { Query: { '*': allow, person: onlyBob }, Person: { name: allow, age: throws } },
  or: { Query: allow, Cat: or(no, yes), Dog: or(no, asyncNo), Person: or(asyncText, throws) },
  'our own or': {
    Query: either(no, yes),
    Mutation: either(yes, asyncNo),
    Cat: either(no, onlyTom),
    Dog: either(no, throws),
    Person: either(asyncYes, no),
  },
  and: { Query: and(yes, asyncYes), Cat: and(yes, no), Dog: and(asyncNo, asyncText), Person: and(onlyTom, yes) },
  chain: { Query: chain(yes, asyncYes), Cat: chain(no, asyncThrows), Dog: chain(yes, asyncText), Person: chain(yes) },
  race: { Query: race(no, yes), Cat: race(no, asyncNo), Dog: race(asyncText, no), Person: race(asyncNo, yes) },
  not: { Query: not(no), Mutation: not(yes), Cat: not(asyncNo), Dog: not(yes, 'said otherwise'), Person: not(asyncThrows) },
  'nested logic': {
    Query: or(and(no, yes), not(deny)),
    Cat: and(or(yes, no), not(asyncNo)),
    Dog: not(or(yes, no)),
    Person: and(allow, yes),
  },
  'rules with fragments': {
    Query: allow,
    Cat: { '*': withFragment },
    Dog: or(withFragment, yes),
    Person: and(withFragment, yes),
  },
}

/** graphql-shield as it comes, with our options. */
function stock(permissions: Permissions, fallbackRule: ReturnType<typeof or>): GraphQLSchema {
  const options = {
    fallbackRule,
    fallbackError: () => new GatewayError('ACCESS_DENIED', 'You may not use this field.'),
    allowExternalErrors: true,
    debug: false,
    hashFunction: () => '',
  }
  return applyMiddleware(createSchema(), shield(permissions as IRules, options))
}

async function ask(schema: GraphQLSchema, source: string): Promise<ExecutionResult> {
  const { data, errors } = await graphql({ schema, source, contextValue: {} })
  const told = errors?.map((error) => ({ ...error.toJSON(), code: (error.originalError as { code?: string } | undefined)?.code }))
  return JSON.parse(JSON.stringify({ data, errors: told?.sort((a, b) => String(a.path).localeCompare(String(b.path))) }))
}

describe.each(Object.entries(TREES))('permissions of %s', (_name, tree) => {
  it.each([
    ['deny', deny],
    ['allow', allow],
  ])('answer as stock graphql-shield does, with the fallback %s', async (_fallback, fallback) => {
    const ours = applyShield(createSchema(), tree, fallback)
    const theirs = stock(tree, fallback)
    for (const query of QUERIES) expect(await ask(ours, query), query).toEqual(await ask(theirs, query))
  })
})

describe('applyShield', () => {
  it('leaves fields that are allowed to all as they were', () => {
    const plain = createSchema()
    const before = plain.getQueryType()?.getFields()['cat']?.resolve
    applyShield(plain, { Query: { cat: allow, '*': no }, Cat: allow })
    const type = plain.getType('Cat') as GraphQLObjectType
    expect(plain.getQueryType()?.getFields()['cat']?.resolve).toBe(before)
    expect(type.getFields()['name']?.resolve).toBeUndefined()
  })

  it('refuses names that the schema does not have', () => {
    expect(() => applyShield(createSchema(), { Query: { nothing: allow } })).toThrow('Query.nothing')
    expect(() => applyShield(createSchema(), { Nothing: allow })).toThrow('Nothing')
  })

  it('refuses a subscription before it is opened, which stock graphql-shield does not', async () => {
    const build = () => {
      const opened: string[] = []
      const schema = makeExecutableSchema({
        typeDefs: 'type Query { a: String } type Subscription { ticks: Int }',
        resolvers: {
          Subscription: {
            ticks: {
              resolve: (value: number) => value,
              subscribe: () => {
                opened.push('opened')
                return (async function* () {
                  yield 1
                })()
              },
            },
          },
        },
      })
      return { schema, opened }
    }
    const ours = build()
    const refusal = await subscribe({
      schema: applyShield(ours.schema, { Subscription: no }),
      document: parse('subscription { ticks }'),
    })
    expect(refusal).toMatchObject({ errors: [{ message: 'Not you.', path: ['ticks'] }] })
    expect(ours.opened).toEqual([])

    const theirs = build()
    const options = {
      fallbackRule: deny,
      fallbackError: new Error('no'),
      allowExternalErrors: true,
      debug: false,
      hashFunction: () => '',
    }
    const open = applyMiddleware(theirs.schema, shield({ Subscription: no } as IRules, options))
    await subscribe({ schema: open, document: parse('subscription { ticks }'), contextValue: {} })
    expect(theirs.opened).toEqual(['opened'])
  })

  it('opens a subscription that is allowed', async () => {
    const schema = makeExecutableSchema({
      typeDefs: 'type Query { a: String } type Subscription { ticks: Int }',
      resolvers: {
        Subscription: {
          ticks: {
            subscribe: async function* () {
              yield { ticks: 1 }
            },
          },
        },
      },
    })
    const results = await subscribe({
      schema: applyShield(schema, { Subscription: and(yes, asyncYes) }),
      document: parse('subscription { ticks }'),
      contextValue: {},
    })
    expect(Symbol.asyncIterator in results).toBe(true)
  })
})
