import { createClient, type Client as SocketClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { Client, Question, Reply } from '../question.js'

const ANSWER = `
  id finishReason text
  parts {
    __typename
    ... on TextPart { text providerState }
    ... on ReasoningPart { text providerState }
    ... on ToolCallPart { id name arguments providerState }
  }
  usage { inputTokens outputTokens input { cacheRead } output { reasoning } }
`
const MUTATION = `mutation Ask($input: CompletionInput!) {
  complete(input: $input) { __typename ... on Completion { ${ANSWER} } ... on AccessDenied { message } ... on ProviderFailed { error { code } } }
}`
const SUBSCRIPTION = `subscription Ask($input: CompletionInput!) {
  completionStream(input: $input) {
    __typename
    ... on TextDelta { delta: text refusal }
    ... on ReasoningDelta { delta: text }
    ... on Completed { completion { ${ANSWER} } }
    ... on Failed { error { code } }
  }
}`

interface Part {
  readonly __typename: string
  readonly text?: string
  readonly id?: string
  readonly name?: string
  readonly arguments?: string
  readonly providerState?: unknown
}
interface Answer {
  readonly finishReason: string
  readonly text: string | null
  readonly parts: readonly Part[]
  readonly usage: { inputTokens: number; outputTokens: number; input: { cacheRead: number }; output: { reasoning: number } }
}

const FINISH: Readonly<Record<string, Reply['finish']>> = { STOP: 'stop', TOOL_CALLS: 'tools', LENGTH: 'length' }

/** A typed failure of the interface. */
export class GraphqlFailure extends Error {
  constructor(readonly code: string) {
    super(code)
  }
}

/** Mutation over HTTP, subscription over graphql-ws. `close` ends the socket. */
export function createGraphql(url: string, apiKey: string): Client & { close(): Promise<void> } {
  const socket = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${apiKey}` },
    lazy: true,
  })
  return {
    name: 'graphql',
    start(question, stream) {
      const messages: object[] = [
        {
          role: 'USER',
          parts: [
            { text: question.text },
            ...(question.image ? [{ image: { base64: question.image, mediaType: 'image/png' } }] : []),
          ],
        },
      ]
      let last: Answer | undefined
      const ask = async () => {
        const input = { model: question.model, messages, ...toInput(question) }
        last = stream ? await subscribe(socket, input) : await mutate(url, apiKey, input)
        messages.push({ role: 'ASSISTANT', parts: last.parts.map(toPartInput) })
        return toReply(last)
      }
      return {
        begin: ask,
        giveResults(result) {
          const calls = (last?.parts ?? []).filter(({ __typename }) => __typename === 'ToolCallPart')
          for (const { id } of calls)
            messages.push({ role: 'TOOL', parts: [{ toolResult: { toolCallId: id, parts: [{ text: result }] } }] })
          return ask()
        },
      }
    },
    statusOf: (error) => (error instanceof GraphqlFailure ? STATUSES[error.code] : undefined),
    close: async () => socket.dispose(),
  }
}

/** GraphQL has codes; these are the statuses that the other doors give for them. */
const STATUSES: Readonly<Record<string, number>> = {
  PROVIDER_REJECTED: 400,
  CONTEXT_LENGTH_EXCEEDED: 400,
  PROVIDER_AUTHENTICATION: 502,
  PROVIDER_MODEL_NOT_FOUND: 502,
  PROVIDER_RATE_LIMITED: 429,
  PROVIDER_ERROR: 502,
  PROVIDER_OVERLOADED: 503,
  PROVIDER_STREAM_CUT: 502,
}

async function mutate(url: string, apiKey: string, input: object): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ query: MUTATION, variables: { input } }),
  })
  const { data, errors } = (await response.json()) as {
    data?: { complete: Answer & { __typename: string; error?: { code: string } } }
    errors?: unknown
  }
  if (!data) throw new Error(JSON.stringify(errors))
  if (data.complete.__typename !== 'Completion') throw new GraphqlFailure(data.complete.error?.code ?? data.complete.__typename)
  return data.complete
}

async function subscribe(socket: SocketClient, input: object): Promise<Answer> {
  let text = ''
  for await (const { data, errors } of socket.iterate<{
    completionStream: { __typename: string; delta?: string; refusal?: boolean; completion?: Answer; error?: { code: string } }
  }>({
    query: SUBSCRIPTION,
    variables: { input },
  })) {
    if (!data) throw new Error(JSON.stringify(errors))
    const event = data.completionStream
    if (event.__typename === 'TextDelta' && !event.refusal) text += event.delta
    if (event.__typename === 'Failed') throw new GraphqlFailure(event.error!.code)
    // What was shown as it came must be what the whole says.
    if (event.completion) return { ...event.completion, text }
  }
  throw new Error('The subscription ended without its last event')
}

function toInput({ tools, schema, reasoning }: Question): object {
  return {
    ...(tools && { tools }),
    ...(schema && { responseFormat: { type: 'JSON_SCHEMA', jsonSchema: { name: 'answer', schema } } }),
    ...(reasoning && { reasoning: { effort: 'MEDIUM', show: true } }),
  }
}

function toPartInput({ __typename, text, id, name, arguments: args, providerState }: Part): object {
  const state = providerState ? { providerState } : {}
  if (__typename === 'ToolCallPart') return { toolCall: { id, name, arguments: args }, ...state }
  return __typename === 'ReasoningPart' ? { reasoning: text, ...state } : { text, ...state }
}

function toReply({ finishReason, text, parts, usage }: Answer): Reply {
  return {
    text: text ?? '',
    reasoning: parts.flatMap((part) => (part.__typename === 'ReasoningPart' ? [part.text] : [])).join(''),
    calls: parts.flatMap((part) =>
      part.__typename === 'ToolCallPart' ? [{ name: part.name!, arguments: JSON.parse(part.arguments!) }] : [],
    ),
    finish: FINISH[finishReason] ?? 'other',
    usage: {
      input: usage.inputTokens,
      cacheRead: usage.input.cacheRead,
      output: usage.outputTokens,
      reasoning: usage.output.reasoning,
    },
  }
}
