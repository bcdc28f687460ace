import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
} from 'graphql'
import type { IRules } from 'graphql-shield'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import type { OperationContext } from './context.js'
import { allow, deny, or, rule, shield } from './stock-shield.js'

type ShieldRule = Extract<IRules, { getRules(): unknown }> | ReturnType<ReturnType<typeof rule>>
/** One rule for all, or for each type, or for each field of a type, where `*` names the rest. */
export type Permissions = ShieldRule | { readonly [type: string]: ShieldRule | { readonly [field: string]: ShieldRule } }

/** Whether the parent's field may be read: true, or the error that says what is missing. Without effects, it may be asked twice. */
export type Predicate = (parent: never, context: OperationContext) => true | GatewayError
type Verdict = (parent: unknown, context: OperationContext) => boolean
type Resolver = GraphQLFieldResolver<unknown, OperationContext>
type StockMiddleware = (resolve: Resolver, ...field: Parameters<Resolver>) => unknown

/** The rules whose verdict can be had without a promise. */
const verdicts = new WeakMap<object, Verdict>()

/** A rule of graphql-shield from a predicate. */
export function permit(name: string, predicate: Predicate): ShieldRule {
  const judge = predicate as (parent: unknown, context: OperationContext) => true | GatewayError
  const made = rule(name, { cache: 'no_cache' })((parent, _args, context) => orError(() => judge(parent, context)))
  verdicts.set(made, (parent, context) => orError(() => judge(parent, context)) === true)
  return made
}

/** graphql-shield's `or`. */
export function either(...rules: ShieldRule[]): ShieldRule {
  const made = or(...rules)
  const judges = rules.map((one) => verdicts.get(one))
  if (judges.every((judge) => judge !== undefined)) {
    verdicts.set(made, (parent, context) => judges.some((judge) => judge(parent, context)))
  }
  return made
}

function orError(judge: () => true | GatewayError): true | GatewayError {
  try {
    return judge()
  } catch (error) {
    return toGatewayError(error)
  }
}

/**
 * Guards the fields of a schema as graphql-shield would, at a fraction of its cost: fields that are allowed to all are left alone, and a
 * rule that says yes at once is not awaited; every refusal is graphql-shield's own. Subscriptions are guarded where they are opened,
 * which graphql-shield leaves open when the field has a resolver too.
 */
export function applyShield(schema: GraphQLSchema, permissions: Permissions, fallbackRule: ShieldRule = deny): GraphQLSchema {
  const stock = generateStock(schema, permissions, fallbackRule)
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    const isSubscription = type === schema.getSubscriptionType()
    for (const field of Object.values(type.getFields())) {
      const ruleOfField = findRule(permissions, type.name, field.name) ?? fallbackRule
      if (ruleOfField === allow) continue
      guard(field, isSubscription ? 'subscribe' : 'resolve', stock[type.name]![field.name]!, verdicts.get(ruleOfField))
    }
  }
  return schema
}

function guard(
  field: GraphQLField<unknown, OperationContext>,
  at: 'subscribe' | 'resolve',
  stock: StockMiddleware,
  verdict?: Verdict,
) {
  const resolve = field[at] ?? defaultFieldResolver
  field[at] = verdict
    ? (parent, args, context, info) =>
        verdict(parent, context) ? resolve(parent, args, context, info) : stock(resolve, parent, args, context, info)
    : (parent, args, context, info) => stock(resolve, parent, args, context, info)
}

/** As graphql-shield looks a field's rule up: one rule for all, for a type, for a field, or for the rest of a type. */
function findRule(permissions: Permissions, type: string, field: string): ShieldRule | undefined {
  if (isRule(permissions)) return permissions
  const ofType = own(permissions, type)
  if (ofType === undefined || isRule(ofType)) return ofType
  return own(ofType, field) ?? own(ofType, '*')
}

function isRule(value: object): value is ShieldRule {
  return 'resolve' in value && typeof value.resolve === 'function'
}

function own<Value>(record: { readonly [key: string]: Value }, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

type Generated = StockMiddleware | { readonly resolve: StockMiddleware }

function generateStock(schema: GraphQLSchema, permissions: Permissions, fallbackRule: ShieldRule) {
  const generator = shield(permissions as IRules, {
    fallbackRule,
    fallbackError: () => new GatewayError('ACCESS_DENIED', 'You may not use this field.'),
    // What resolvers throw is masked in formatError, with GatewayErrors kept.
    allowExternalErrors: true,
    debug: false,
    hashFunction: refuseToHash,
  })
  const types = generator.generate(schema) as Record<string, Record<string, Generated>>
  return Object.fromEntries(
    Object.entries(types).map(([type, fields]) => [
      type,
      Object.fromEntries(Object.entries(fields).map(([name, made]) => [name, typeof made === 'function' ? made : made.resolve])),
    ]),
  )
}

function refuseToHash(): never {
  throw new Error("A rule with cache: 'strict' hashes the parent and all arguments on every field: use no_cache or contextual")
}
