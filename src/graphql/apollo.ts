import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { execute, GraphQLError } from 'graphql'
import type { OperationContext } from './context.js'
import { type ErrorFormat, toClientError } from './format-error.js'
import { type CostLimit, limitRules, type QueryLimits } from './limits.js'
import type { SchemaHolder } from './schema-holder.js'

export interface ApolloOptions {
  readonly holder: SchemaHolder
  readonly limits: QueryLimits
  readonly costLimit: CostLimit
  readonly errorFormat: ErrorFormat
}

/** The server of plain requests over HTTP. The schema comes through Apollo's gateway interface, which lets it be swapped. */
export async function startApollo({
  holder,
  limits,
  costLimit,
  errorFormat,
}: ApolloOptions): Promise<ApolloServer<OperationContext>> {
  const apollo = new ApolloServer<OperationContext>({
    gateway: {
      onSchemaLoadOrUpdate: (callback) => holder.subscribe((schema) => callback({ apiSchema: schema, coreSupergraphSdl: '' })),
      load: async () => ({
        // The last checks are here and not in a plugin, whose hooks would each be awaited on every request.
        executor: async ({ schema, document, operation, request: { operationName, variables }, context: contextValue }) => {
          if (operation?.operation === 'subscription') throw subscriptionElsewhere()
          costLimit.check({ schema, document, operationName, variables })
          return execute({ schema, document, operationName, variableValues: variables, contextValue })
        },
      }),
      stop: async () => {},
    },
    validationRules: limitRules(limits),
    parseOptions: { maxTokens: limits.maxTokens },
    introspection: limits.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) =>
      toClientError(
        error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error }),
        formatted.extensions?.['code'],
        errorFormat,
      ),
    logger: { debug() {}, info() {}, warn() {}, error: (message: unknown) => errorFormat.onBug(new Error(String(message))) },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  await apollo.start()
  return apollo
}

function subscriptionElsewhere(): GraphQLError {
  const message = 'Subscriptions are served over WebSockets (graphql-transport-ws) and, with Accept: text/event-stream, over SSE.'
  return new GraphQLError(message, { extensions: { code: 'INVALID_REQUEST', http: { status: 400 } } })
}
