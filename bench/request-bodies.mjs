import { createProse } from './prose.mjs'

const MESSAGE_BYTES = 2000
const TURNS = ['user', 'assistant']
const DIFFERENT_BODIES = 64

const COMPLETE = `mutation Complete($input: CompletionInput!) {
  complete(input: $input) {
    __typename
    ... on Completion { id text finishReason usage { inputTokens outputTokens totalTokens } cost { total currency } }
  }
}`

const COMPLETION_STREAM = `subscription CompletionStream($input: CompletionInput!) {
  completionStream(input: $input) {
    __typename
    ... on TextDelta { seq text }
    ... on Completed { seq completion { id finishReason usage { inputTokens outputTokens totalTokens } cost { total currency } } }
  }
}`

/** A system message and turns of about 2 kB, ending with the user's, that hold `bytes` of prose together. */
export function createMessages(bytes, seed) {
  const turns = Math.max(1, Math.round(bytes / MESSAGE_BYTES / 2) * 2 - 1)
  const each = Math.floor(bytes / (turns + 1))
  const first = { role: 'system', content: createProse(each, seed) }
  const rest = Array.from({ length: turns }, (_, turn) => ({
    role: TURNS[turn % 2],
    content: createProse(each, seed + turn + 1),
  }))
  return [first, ...rest]
}

const toInput = (model, messages) => ({
  model,
  messages: messages.map(({ role, content }) => ({ role: role.toUpperCase(), text: content })),
})

/** System messages stand apart in these formats. */
const spokenOf = (messages) => messages.filter(({ role }) => role !== 'system')
const systemOf = (messages) => messages.find(({ role }) => role === 'system').content

const toMessages = (model, messages) => ({
  model,
  max_tokens: 4096,
  system: systemOf(messages),
  messages: spokenOf(messages),
})

const toContents = (_model, messages) => ({
  systemInstruction: { parts: [{ text: systemOf(messages) }] },
  contents: spokenOf(messages).map(({ role, content }) => ({
    role: role === 'user' ? 'user' : 'model',
    parts: [{ text: content }],
  })),
})

const WRITERS = {
  anthropic: toMessages,
  'anthropic-stream': (model, messages) => ({ ...toMessages(model, messages), stream: true }),
  gemini: toContents,
  'gemini-stream': toContents,
  rest: (model, messages) => ({ model, messages }),
  'rest-stream': (model, messages) => ({ model, messages, stream: true, stream_options: { include_usage: true } }),
  'raw-websocket': (model, messages) => ({ model, messages, stream: true, stream_options: { include_usage: true } }),
  graphql: (model, messages) => ({ query: COMPLETE, variables: { input: toInput(model, messages) } }),
  subscription: (model, messages) => ({ query: COMPLETION_STREAM, variables: { input: toInput(model, messages) } }),
}

/** What a client of this kind sends, as JSON text, in 64 different prompts: one prompt alone would flatter caches. */
export function createRequestBodies({ kind, model, bodyBytes }) {
  return Array.from({ length: DIFFERENT_BODIES }, (_, index) =>
    JSON.stringify(WRITERS[kind](model, createMessages(bodyBytes, index * 100 + 1))),
  )
}
