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

/** Water over a weir. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" fill="none" stroke="#1478a7" stroke-width="3" stroke-linecap="round"><path d="M3 9h8c6 0 4 12 10 12h8M3 16h5M21 28h8"/></svg>'

const START = 'YogaGraphiQL.renderYogaGraphiQL('
/**
 * A key is needed after a reload, and in variables there are keys of providers: all that is typed stays in the window, and goes with it.
 * By itself the page would keep it in the browser for good.
 */
const START_IN_WINDOW = `((root, options) => ${START}root, {
  ...options,
  storage: sessionStorage,
  headers: sessionStorage.getItem('graphiql:headers') || options.headers,
}))(`

function render(): string {
  const page = renderGraphiQL({
    title: 'Weir explorer',
    logo: LOGO,
    favicon: `data:image/svg+xml;base64,${Buffer.from(LOGO).toString('base64')}`,
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    defaultQuery: DEFAULT_QUERY,
    headers: JSON.stringify({ Authorization: 'Bearer YOUR_KEY' }, null, 2),
    shouldPersistHeaders: true,
  })
  if (!page.includes(START)) throw new Error('The explorer page of @graphql-yoga/render-graphiql starts in another way now')
  return page.replace(START, START_IN_WINDOW)
}
