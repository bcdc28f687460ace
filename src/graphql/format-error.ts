import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { GatewayError, toGatewayError } from '../domain/gateway-error.js'
import { withoutValues } from './without-values.js'

export interface ErrorFormat {
  /** Whether clients may learn of the schema's names that they did not use. */
  readonly introspection: boolean
  /** Told of what is not a GatewayError: a bug. */
  onBug(error: Error): void
}

/**
 * What a client is told of an error. GatewayErrors are made for that; errors of the request are stripped of the values that they echo, which
 * may be prompts; all else is a bug, and masked.
 */
export function toClientError(error: GraphQLError, code: unknown, format: ErrorFormat): GraphQLFormattedError {
  const origin = findOrigin(error)
  if (origin instanceof GatewayError) return describe(origin, error)
  const isOfRequest = origin instanceof GraphQLError && error.path === undefined
  if (!isOfRequest) {
    format.onBug(origin)
    return describe(toGatewayError(origin), error)
  }
  const message = withoutValues(error)
  return {
    message: format.introspection ? message : message.replace(/ Did you mean [^?]*\?/, ''),
    ...(error.locations && { locations: error.locations }),
    extensions: { code: error.extensions['code'] ?? code ?? 'BAD_USER_INPUT' },
  }
}

function describe(error: GatewayError, { locations, path }: GraphQLError): GraphQLFormattedError {
  return {
    message: error.message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: {
      code: error.code,
      retryable: error.retryable,
      ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
      ...(error.path !== undefined && { path: error.path }),
    },
  }
}

/** GraphQL wraps an error once for each layer it passes. */
function findOrigin(error: GraphQLError): Error {
  let origin: Error = error
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError
  return origin
}
