/** The OpenAI dialect as most who are not OpenAI speak it: chat completions only, reasoning shown as `reasoning_content`, nothing signed. */

import { embed, listModels } from '../catalogue.mjs'
import { answerChat } from './openai-chat.mjs'
import { hasBearer, send } from './openai-parts.mjs'

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/compatible/v1',
  async answer(exchange) {
    const { path, body, response } = exchange
    if (!hasBearer(exchange)) return
    if (path === '/chat/completions' && body) return answerChat(exchange, { showsReasoning: true })
    if (path === '/embeddings' && body) return send(response, 200, embed(body))
    if (path === '/models') return send(response, 200, listModels())
    return send(response, 404, {
      error: { message: 'Unknown path.', type: 'invalid_request_error', param: null, code: 'unknown_url' },
    })
  },
}
