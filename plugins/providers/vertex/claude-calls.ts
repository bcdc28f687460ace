import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import type { Answer } from '../../provider-transport/client.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { readStream } from '../../provider-transport/read-stream.js'
import { createSseDecoder } from '../../provider-transport/sse-decoder.js'
import {
  CLAUDE_CODES,
  createMessageStreamReader,
  fromMessage,
  toCountTokensBody,
  toMessagesBody,
  toWireError,
} from '../anthropic/claude-dialect.js'
import { toBetaHeader } from '../anthropic/to-beta-header.js'
import { checkAnswer } from '../gemini/check-answer.js'
import { type Endpoint, post } from '../gemini/gemini-calls.js'
import { bareName } from './addresses.js'

type Call = ProviderCall<CompletionRequest>

/** In the body, where Anthropic's own API has a header: https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai. */
const VERSION = { anthropic_version: 'vertex-2023-10-16' } as const
const MAKER = { toWireError, codes: CLAUDE_CODES }
/** What Claude found by tools of its own comes in one event. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024

/** `rawPredict`, or its stream, in the words of Claude's Messages API. @throws {GatewayError} */
export async function* completeClaude(endpoint: Endpoint, call: Call): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { provider } = endpoint
  const { request, model, stream, signal } = call
  const { body, warnings, headers } = toMessagesBody(request, { model: bareName(model) })
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const sent = await post(withBetas(endpoint, headers), call, stream ? ':streamRawPredict' : ':rawPredict', {
    ...body,
    ...VERSION,
    stream,
  })
  const answer = await checkAnswer(sent, { provider, signal, prompts: () => promptTexts(request), maker: MAKER })
  if (!stream) return yield [...first, ...fromMessage(await readJson(provider, answer, signal), { provider })]
  await checkContentType(answer, provider, signal)
  const reader = createMessageStreamReader({ provider })
  yield* readStream(answer, { provider, signal, first, decoder: createSseDecoder(MAX_EVENT_BYTES), reader })
}

/** A model of its own counts for all of Claude's: https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/count-tokens. */
export async function countClaudeTokens(endpoint: Endpoint, call: Call): Promise<number> {
  const { provider } = endpoint
  const { request, signal } = call
  const model = bareName(call.model)
  const { body, headers } = toCountTokensBody({ ...request, onUnsupported: 'IGNORE' }, { model })
  const counter = { ...call, model: 'anthropic/count-tokens' }
  const sent = await post(withBetas(endpoint, headers), counter, ':rawPredict', { ...body, ...VERSION, model })
  const answer = await checkAnswer(sent, { provider, signal, prompts: () => promptTexts(request), maker: MAKER })
  const { input_tokens: tokens } = (await readJson(provider, answer, signal)) as { readonly input_tokens?: unknown }
  if (typeof tokens !== 'number') throw badAnswer(provider, 'without a number of tokens')
  return tokens
}

function withBetas(endpoint: Endpoint, headers: Readonly<Record<string, string>>): Endpoint {
  const betas = toBetaHeader([], headers['anthropic-beta'])
  return { ...endpoint, headersOf: async (signal) => ({ ...(await endpoint.headersOf?.(signal)), ...betas }) }
}

async function checkContentType(answer: Answer, provider: string, signal: AbortSignal): Promise<void> {
  const type = answer.header('content-type')
  if (type === undefined || type.includes('event-stream')) return
  if (!type.includes('json')) answer.body.discard()
  // An error within a 200 comes as JSON; the reader throws it.
  fromMessage(await readJson(provider, answer, signal), { provider })
  throw badAnswer(provider, 'without a stream although it was asked for one')
}
