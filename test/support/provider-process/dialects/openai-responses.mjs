/** OpenAI itself: https://platform.openai.com/docs/api-reference. */

import { embed, listModels } from '../catalogue.mjs'
import { answerChat } from './openai-chat.mjs'
import { findUnknown, hasBearer, invalid, send } from './openai-parts.mjs'
import { answerResponse } from './openai-response-form.mjs'

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/openai-api',
  async answer(exchange) {
    const { path, body, response } = exchange
    if (!hasBearer(exchange)) return
    if (path === '/v1/responses' && body) return answerResponse(exchange)
    if (path === '/v1/chat/completions' && body)
      return answerChat(exchange, { check: (asked) => findUnknown(asked, CHAT_FIELDS) })
    if (path === '/v1/embeddings' && body) return send(response, 200, embed(body))
    if (path === '/v1/moderations' && body) return moderate(exchange)
    if (path === '/v1/models') return send(response, 200, listModels())
    return send(response, 404, {
      error: { message: 'Unknown path.', type: 'invalid_request_error', param: null, code: 'unknown_url' },
    })
  },
}

const CHAT_FIELDS = new Set([
  ...[
    'messages',
    'model',
    'audio',
    'frequency_penalty',
    'logit_bias',
    'logprobs',
    'max_completion_tokens',
    'max_tokens',
    'metadata',
  ],
  ...['modalities', 'n', 'parallel_tool_calls', 'prediction', 'presence_penalty', 'prompt_cache_key', 'prompt_cache_options'],
  ...[
    'prompt_cache_retention',
    'reasoning_effort',
    'response_format',
    'safety_identifier',
    'seed',
    'service_tier',
    'stop',
    'store',
  ],
  ...['stream', 'stream_options', 'temperature', 'tool_choice', 'tools', 'top_logprobs', 'top_p', 'user', 'verbosity'],
  ...['web_search_options'],
])

const CATEGORIES = ['harassment', 'hate', 'illicit', 'self-harm', 'sexual', 'violence', 'violence/graphic']

/** Violent is what says so. A list of texts is judged one by one, a list of parts as one. @param {import('./dialect.d.mts').DialectExchange} exchange */
function moderate({ body, response }) {
  const inputs = Array.isArray(body.input) ? body.input : [body.input]
  const isParts = typeof inputs[0] === 'object'
  if (isParts && String(body.model).startsWith('text-')) {
    const { error } = invalid('This model takes no images.', 'input')
    return send(response, 400, { error })
  }
  const judged = isParts ? [inputs.map((/** @type {any} */ { text = '' }) => text).join(' ')] : inputs
  send(response, 200, { id: 'modr-provider', model: body.model, results: judged.map(toJudgement) })
}

/** @param {string} text */
function toJudgement(text) {
  const flagged = /violent/i.test(text)
  const each = (/** @type {(category: string) => unknown} */ judge) =>
    Object.fromEntries(CATEGORIES.map((name) => [name, judge(name)]))
  return {
    flagged,
    categories: each((name) => flagged && name === 'violence'),
    category_scores: each((name) => (flagged && name === 'violence' ? 0.97 : 0.01)),
    category_applied_input_types: each(() => ['text']),
  }
}
