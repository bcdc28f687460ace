import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
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
        executor: async ({ schema, document, request, context }) =>
          execute({
            schema,
            document,
            operationName: request.operationName ?? null,
            variableValues: request.variables ?? null,
            contextValue: context,
          }),
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
      checkOperation(costLimit),
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

function checkOperation(costLimit: CostLimit): ApolloServerPlugin<OperationContext> {
  const listener = {
    async didResolveOperation({
      schema,
      document,
      operation,
      request,
    }: Parameters<NonNullable<Listener['didResolveOperation']>>[0]) {
      if (!operation) return // Apollo Server says so
      if (operation.operation === 'subscription') throw subscriptionElsewhere()
      costLimit.check({ schema, document, operationName: request.operationName, variables: request.variables })
    },
  }
  return { requestDidStart: async () => listener }
}

function subscriptionElsewhere(): GraphQLError {
  const message = 'Subscriptions are served over WebSockets (graphql-transport-ws) and, with Accept: text/event-stream, over SSE.'
  return new GraphQLError(message, { extensions: { code: 'INVALID_REQUEST', http: { status: 400 } } })
}

type Listener = Exclude<Awaited<ReturnType<NonNullable<ApolloServerPlugin<OperationContext>['requestDidStart']>>>, void>
