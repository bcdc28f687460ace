import type { Mode } from './faults.js'
import { COMPLETE, COMPLETION_STREAM } from './operations.js'
import type { Reading } from './seen.js'

// biome-ignore lint/suspicious/noExplicitAny: bodies of five formats, read where their documents say
type Body = any

export interface HttpQuestion {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object
}

export interface Door {
  readonly name: string
  readonly modes: readonly Mode[]
  question(model: string, mode: Mode): HttpQuestion
  /** An answer or an error in one piece. */
  readWhole(body: Body): Reading
  /** The data of the events of a stream. */
  readStream(events: readonly Body[]): Reading
}

const BOTH = ['buffered', 'streamed'] as const
const TEXT = 'Hi'

export const DOORS: readonly Door[] = [
  {
    name: 'OpenAI chat',
    modes: BOTH,
    question: (model, mode) => ({
      path: '/v1/chat/completions',
      body: { model, stream: mode === 'streamed', messages: [{ role: 'user', content: TEXT }] },
    }),
    readWhole: ({ error, choices }) => ({
      text: choices?.[0]?.message.content ?? '',
      finished: choices?.[0]?.finish_reason === 'stop',
      error: error?.code ?? '',
    }),
    readStream: (events) => ({
      text: join(events.map(({ choices }) => choices?.[0]?.delta.content)),
      finished: events.includes(DONE) || events.some(({ choices }) => choices?.[0]?.finish_reason),
      error: join(events.map(({ error }) => error?.code)),
    }),
  },
  {
    name: 'OpenAI Responses',
    modes: BOTH,
    question: (model, mode) => ({ path: '/v1/responses', body: { model, stream: mode === 'streamed', input: TEXT } }),
    readWhole: ({ error, status, output = [] }) => ({
      text: join(output.flatMap(({ content = [] }: Body) => content.map(({ text }: Body) => text))),
      finished: status === 'completed',
      error: error?.code ?? '',
    }),
    readStream: (events) => ({
      text: join(events.filter(({ type }) => type === 'response.output_text.delta').map(({ delta }) => delta)),
      finished: events.some(({ type }) => type === 'response.completed' || type === 'response.incomplete'),
      error: last(events)?.type === 'response.failed' ? last(events).response.error.code : '',
    }),
  },
  {
    name: 'Anthropic',
    modes: BOTH,
    question: (model, mode) => ({
      path: '/v1/messages',
      headers: { 'anthropic-version': '2023-06-01' },
      body: { model, stream: mode === 'streamed', max_tokens: 100, messages: [{ role: 'user', content: TEXT }] },
    }),
    readWhole: ({ error, content = [], stop_reason: stop }) => ({
      text: join(content.map(({ text }: Body) => text)),
      finished: stop === 'end_turn',
      error: error?.type ?? '',
    }),
    readStream: (events) => ({
      text: join(events.map(({ delta }) => delta?.text)),
      finished: events.some(({ type, delta }) => type === 'message_stop' || delta?.stop_reason),
      error: join(events.map(({ error }) => error?.type)),
    }),
  },
  {
    name: 'Gemini',
    modes: BOTH,
    question: (model, mode) => ({
      path: `/v1beta/models/${model}:${mode === 'streamed' ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
      body: { contents: [{ role: 'user', parts: [{ text: TEXT }] }] },
    }),
    readWhole: readGemini,
    readStream: (events) => {
      const parts = events.map(readGemini)
      return {
        text: join(parts.map(({ text }) => text)),
        finished: parts.some(({ finished }) => finished),
        error: join(parts.map(({ error }) => error)),
      }
    },
  },
  {
    name: 'GraphQL',
    modes: BOTH,
    question: (model, mode) => ({
      path: '/graphql',
      ...(mode === 'streamed' && { headers: { accept: 'text/event-stream' } }),
      body: {
        query: mode === 'streamed' ? COMPLETION_STREAM : COMPLETE,
        variables: { input: { model, messages: [{ role: 'USER', text: TEXT }] } },
      },
    }),
    readWhole: ({ data, errors }) => ({
      text: data?.complete?.text ?? '',
      finished: data?.complete?.finishReason === 'STOP',
      error: data?.complete?.error?.code ?? errors?.[0]?.extensions?.code ?? '',
      callId: data?.complete?.id ?? data?.complete?.callId,
    }),
    readStream: (events) => {
      const told = events.map(({ data }) => data?.completionStream ?? {})
      const completed = told.find(({ __typename: name }) => name === 'Completed')
      return {
        text: join(told.map(({ text }) => text)),
        finished: completed !== undefined,
        error: join(told.map(({ error }) => error?.code)),
        callId: completed?.completion.id ?? told.find(({ callId }) => callId)?.callId,
      }
    },
  },
]

/** The data of OpenAI's last event, which is no JSON. */
export const DONE: Body = { done: true }

function readGemini({ error, candidates }: Body): Reading {
  return {
    text: join((candidates?.[0]?.content?.parts ?? []).map(({ text }: Body) => text)),
    finished: candidates?.[0]?.finishReason !== undefined,
    error: error?.status ?? '',
  }
}

function join(texts: readonly (string | null | undefined)[]): string {
  return texts.map((text) => text ?? '').join('')
}

function last(events: readonly Body[]): Body {
  return events.at(-1)
}
