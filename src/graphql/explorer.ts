import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import type { FastifyReply } from 'fastify'

const DEFAULT_QUERY = `# Put your key into the header below,
# then run one of the two operations.

mutation Complete {
  complete(input: {
    model: "demo/demo-chat"
    messages: [
      { role: USER, text: "What is a weir?" }
    ]
  }) {
    __typename
    ... on Completion {
      id
      text
      usage { inputTokens outputTokens totalTokens }
      cost { total currency }
      timings { totalMs overheadMs }
    }
    ... on ProviderFailed { error { code message } }
    ... on AccessDenied { message }
  }
}

# The same, as it comes:
subscription Stream {
  completionStream(input: {
    model: "demo/demo-chat"
    messages: [
      { role: USER, text: "What is a weir?" }
    ]
  }) {
    __typename
    ... on TextDelta { seq text }
    ... on Completed { completion { id usage { totalTokens } } }
    ... on Failed { error { code message } }
  }
}
`

/** All of the page comes from here: no network but this origin, and nothing may frame it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Sends the explorer page, rendered when it is first asked for. */
export function createExplorer(): (reply: FastifyReply) => FastifyReply {
  let page: Buffer | undefined
  return (reply) => {
    page ??= Buffer.from(render())
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-cache')
      .send(page)
  }
}

function render(): string {
  return renderGraphiQL({
    title: 'Weir explorer',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    defaultQuery: DEFAULT_QUERY,
    headers: JSON.stringify({ Authorization: 'Bearer YOUR_KEY' }, null, 2),
    shouldPersistHeaders: false, // a key stays out of the browser's storage
  })
}
