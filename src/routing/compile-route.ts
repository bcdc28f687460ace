import type { CompileCondition, Condition } from '../domain/condition.js'
import { GatewayError } from '../domain/gateway-error.js'
import { DEFAULT_RETRY, type ManagedBy, type Route, type RouteSpec } from '../domain/route.js'

export interface RouteOrigin {
  readonly managedBy: ManagedBy
  readonly version: number
}

/**
 * A route ready to decide by.
 * @throws {GatewayError} INVALID_REQUEST naming the condition that is none
 */
export function compileRoute(spec: RouteSpec, { managedBy, version }: RouteOrigin, compile: CompileCondition): Route {
  const at = (path: string, source: string) => compileAt(path, source, compile)
  return {
    name: spec.name,
    spec,
    managedBy,
    version,
    match: spec.match === undefined ? null : at('match', spec.match),
    rules: (spec.rules ?? []).map((rule, index) => ({
      rule,
      name: rule.name ?? `rule ${index + 1}`,
      condition: at(`rules[${index}].when`, rule.when),
    })),
    splits: (spec.splits ?? []).map((split, index) => ({
      split,
      name: split.name ?? `split ${index + 1}`,
      condition: split.when === undefined ? null : at(`splits[${index}].when`, split.when),
    })),
    retry: { ...DEFAULT_RETRY, ...spec.retry },
  }
}

function compileAt(path: string, source: string, compile: CompileCondition): Condition {
  try {
    return compile(source)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    throw new GatewayError(error.code, `${path}: ${error.message}`, { path, cause: error })
  }
}
