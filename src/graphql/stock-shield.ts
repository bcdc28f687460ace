import { createRequire } from 'node:module'
import type * as Shield from 'graphql-shield'

/**
 * graphql-shield in its CommonJS form. The other one imports a function that Node took out of `node:util` with version 23, and so does not
 * load there; this one would only miss it when it calls it, in two kinds of rules that are not used here.
 */
export const stockShield = createRequire(import.meta.url)('graphql-shield') as typeof Shield

export const { allow, deny, or, rule, shield } = stockShield
