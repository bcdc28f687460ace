import 'reflect-metadata'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { printSchemaWithDirectives } from '@graphql-tools/utils'
import { type GraphQLSchema, isObjectType, isUnionType, lexicographicSortSchema, parse } from 'graphql'
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from 'type-graphql'
import { AccessResolver } from './access/access.resolver.js'
import { ModelResolver } from './catalog/model.resolver.js'
import { toModelType } from './catalog/model.type.js'
import type { OperationContext } from './context.js'
import { ConfigResolver } from './control/config.resolver.js'
import { DeploymentResolver } from './control/deployment.resolver.js'
import { ModelOverrideResolver } from './control/model-override.resolver.js'
import { ProviderResolver } from './control/provider.resolver.js'
import { RouteResolver } from './control/route.resolver.js'
import { complete, embed, estimate, explainRoute, moderate, rerank } from './inference/complete.js'
import { CompletionResolver } from './inference/completion.resolver.js'
import { fromRecord } from './inference/completion.type.js'
import { InferenceResolver } from './inference/inference.resolver.js'
import {
  EmbedResultResolver,
  EstimateResolver,
  ModerateResultResolver,
  RerankResultResolver,
  WholeAnswerResolver,
} from './inference/whole-answer.resolver.js'
import { RoutingResolver } from './routing/routing.resolver.js'
import { DateTimeScalar } from './scalars.js'
import { UsageResolver } from './usage/usage.resolver.js'

const RESOLVERS: NonEmptyArray<new () => object> = [
  AccessResolver,
  CompletionResolver,
  EmbedResultResolver,
  EstimateResolver,
  InferenceResolver,
  ModerateResultResolver,
  RerankResultResolver,
  WholeAnswerResolver,
  ModelResolver,
  UsageResolver,
  ProviderResolver,
  DeploymentResolver,
  ModelOverrideResolver,
  RouteResolver,
  ConfigResolver,
  RoutingResolver,
]

/** 2.7 is the newest version that all routers compose. */
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])\n'

type Resolvers = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']>

/** The executable Federation 2 subgraph that the classes describe, without its permissions. */
export function createSubgraph(): GraphQLSchema {
  const described = describeSchema()
  const resolvers = createResolversMap(described) as Resolvers
  const schema = buildSubgraphSchema({
    typeDefs: parse(printSubgraph(described)),
    resolvers: { ...resolvers, ...referenceResolvers(resolvers), ...directResolvers(resolvers) } as Resolvers,
  })
  copyExtensions(described, schema)
  resolveUnionsByTypename(schema)
  return schema
}

/** What a router composes. */
export function printSubgraph(described: GraphQLSchema): string {
  return `${LINK}\n${printSchemaWithDirectives(described)}\n`
}

/** The schema of the classes, sorted, without federation. */
export function describeSchema(): GraphQLSchema {
  const described = buildSchemaSync({
    resolvers: RESOLVERS,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    validate: false,
    skipCheck: true,
    // Every subscription brings its own source; type-graphql wants one all the same.
    pubSub: { publish: () => {}, subscribe: () => neverTold() },
  })
  return lexicographicSortSchema(described)
}

async function* neverTold(): AsyncGenerator<never> {}

function referenceResolvers(resolvers: Resolvers) {
  const completion = async ({ id }: { id: string }, context: OperationContext) => {
    const record = await context.loaders.calls.load(id)
    return record && fromRecord(record)
  }
  const model = async ({ id }: { id: string }, context: OperationContext) => {
    const found = await context.loaders.models.load(id)
    return found && toModelType(found)
  }
  return {
    Completion: { ...resolvers['Completion'], __resolveReference: completion },
    Model: { ...resolvers['Model'], __resolveReference: model },
  }
}

/**
 * type-graphql makes an instance of a class of every object within the arguments, for a subscription even on every event. On the paths that
 * carry prompts and tokens that costs more than all else a resolver does, and nobody needs the instances.
 */
function directResolvers(resolvers: Resolvers) {
  const { Query, Mutation, Subscription } = resolvers as Record<string, Record<string, { subscribe: unknown }>>
  const payload = (event: unknown) => event
  const direct =
    <Input>(resolve: (input: Input, context: OperationContext) => unknown) =>
    (_root: unknown, { input }: { input: Input }, context: OperationContext) =>
      resolve(input, context)
  return {
    Query: { ...Query, estimate: direct(estimate), explainRoute: direct(explainRoute) },
    Mutation: {
      ...Mutation,
      complete: direct(complete),
      embed: direct(embed),
      rerank: direct(rerank),
      moderate: direct(moderate),
    },
    Subscription: Object.fromEntries(
      Object.entries(Subscription ?? {}).map(([name, { subscribe }]) => [name, { subscribe, resolve: payload }]),
    ),
  }
}

/** Rebuilding from SDL loses them, and with them what a field costs. */
function copyExtensions(from: GraphQLSchema, to: GraphQLSchema): void {
  for (const type of Object.values(from.getTypeMap())) {
    const copy = to.getType(type.name)
    if (!isObjectType(type) || !isObjectType(copy)) continue
    const fields = copy.getFields()
    for (const field of Object.values(type.getFields())) {
      const target = fields[field.name]
      if (target) target.extensions = { ...target.extensions, ...field.extensions }
    }
  }
}

/** graphql's own default, which needs no promise; type-graphql asks for instances of its classes. */
function resolveUnionsByTypename(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) if (isUnionType(type)) type.resolveType = undefined
}
