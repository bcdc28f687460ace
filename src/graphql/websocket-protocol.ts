import type { IncomingHttpHeaders } from 'node:http'
import { type ExecutionResult, GraphQLError } from 'graphql'
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws'
import { GatewayError } from '../domain/gateway-error.js'
import { type DoorParts, OperationContext } from './context.js'
import { type ErrorFormat, toClientError } from './format-error.js'
import type { OpenedOperation } from './opened-operation.js'
import type { Operations } from './operations.js'
import { ResultStream } from './result-stream.js'
import type { WebSocketConnection } from './websocket-connection.js'

export interface ProtocolOptions {
  readonly operations: Operations
  readonly door: DoorParts
  readonly errorFormat: ErrorFormat
  readonly maxSubscriptionsPerConnection: number
  readonly connectionInitMs: number
}

const MAX_GIVEN_HEADERS = 100

type Session = Context<Record<string, unknown> | undefined, WebSocketConnection>

interface SocketOperation extends OpenedOperation {
  readonly connection: WebSocketConnection
}

/** Why a subscription was refused: graphql-ws would tell it as a result, but it is the operation's error. */
class Refusal extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('The subscription was refused')
  }
}

/** graphql-ws speaks the protocol; which operations may run, and how they end, is ours. */
export function createProtocol(options: ProtocolOptions): Server<WebSocketConnection> {
  const { operations, errorFormat } = options
  const format = (errors: readonly GraphQLError[]) => errors.map((error) => toClientError(error, undefined, errorFormat))
  return makeServer({
    connectionInitWaitTimeout: options.connectionInitMs,
    onSubscribe: (session: Session, id, payload) => open(session, id, payload, options),
    execute: (args) => runOnce(args as SocketOperation, operations),
    subscribe: (args) => runStream(args as SocketOperation, operations),
    onNext: (_session, _id, _payload, _args, result) =>
      result.errors ? { ...result, errors: format(result.errors) } : undefined,
    onError: (_session, _id, _payload, errors) => format(errors.flatMap(unfold)),
  })
}

function open(
  session: Session,
  id: string,
  payload: SubscribePayload,
  options: ProtocolOptions,
): SocketOperation | GraphQLError[] {
  const { extra: connection, connectionParams, subscriptions } = session
  if (connection.operations >= options.maxSubscriptionsPerConnection) return [tooMany(options.maxSubscriptionsPerConnection)]
  const context = new OperationContext(options.door, {
    headers: toHeaders(connection.headers, connectionParams, payload.extensions?.['headers']),
    credential:
      readAuthorization(connectionParams) ??
      readAuthorization(payload.extensions?.['headers']) ??
      connection.headers.authorization,
    traceparent: readString(payload.extensions, 'traceparent'),
  })
  const opened = options.operations.open(payload, context)
  if (!('schema' in opened)) return [...opened]
  connection.begin(context)
  // Until there is a stream, or when there never is one, a client that completes the operation aborts it by this.
  subscriptions[id] = abortOnReturn(context)
  return { ...opened, connection }
}

async function runOnce(operation: SocketOperation, operations: Operations): Promise<ExecutionResult> {
  try {
    return (await operations.run(operation)) as ExecutionResult
  } finally {
    operation.connection.end(operation.contextValue)
  }
}

async function runStream(operation: SocketOperation, operations: Operations): Promise<AsyncGenerator<ExecutionResult, void>> {
  const result = await operations.run(operation)
  if (result instanceof ResultStream) {
    operation.connection.keep(result, operation.contextValue)
    return result
  }
  operation.connection.end(operation.contextValue)
  return refuse(new Refusal(result.errors ?? []))
}

// biome-ignore lint/correctness/useYield: it is a stream that fails before it tells anything
async function* refuse(refusal: Refusal): AsyncGenerator<ExecutionResult, void> {
  throw refusal
}

function unfold(error: GraphQLError): readonly GraphQLError[] {
  return error.originalError instanceof Refusal ? error.originalError.errors : [error]
}

/** Those of the upgrade, and what browsers can give instead of headers. */
function toHeaders(ofUpgrade: IncomingHttpHeaders, ...given: readonly unknown[]): IncomingHttpHeaders {
  const entries = given.flatMap((from) => Object.entries((from ?? {}) as object)).slice(0, MAX_GIVEN_HEADERS)
  const texts = entries.filter(([, value]) => typeof value === 'string').map(([name, value]) => [name.toLowerCase(), value])
  return texts.length === 0 ? ofUpgrade : { ...ofUpgrade, ...Object.fromEntries(texts) }
}

function abortOnReturn(context: OperationContext): AsyncIterable<never> & { return(): void } {
  return {
    return: () => context.abort(),
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
  }
}

function tooMany(max: number): GraphQLError {
  const message = `A connection may run ${max} operations at a time. Complete one first, or open another connection.`
  return new GraphQLError(message, { originalError: new GatewayError('TOO_MANY_REQUESTS', message) })
}

/** From connectionParams, or from the headers that GraphiQL sends with each operation. */
function readAuthorization(from: unknown): string | undefined {
  return readString(from, 'authorization') ?? readString(from, 'Authorization')
}

function readString(from: unknown, key: string): string | undefined {
  const value = (from as Readonly<Record<string, unknown>> | null | undefined)?.[key]
  return typeof value === 'string' ? value : undefined
}
