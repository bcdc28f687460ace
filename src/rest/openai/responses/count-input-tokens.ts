import type { FastifyReply, FastifyRequest } from 'fastify'
import { abortWhenGone } from '../../abort-when-gone.js'
import { callOptionsOf, readCallHeaders } from '../../call-headers.js'
import { callerOf, requestIdOf } from '../../caller.js'
import type { ResponsesDeps } from './create-response.js'
import { fromInputItems } from './from-input-items.js'
import { fromResponsesRequest } from './from-responses-request.js'
import { loadConversation } from './load-conversation.js'
import { toCompletionRequest } from './to-completion-request.js'

/** `POST /v1/responses/input_tokens`: no model is called, and what was said before counts too. */
export function countInputTokens({ pipeline, responses }: Pick<ResponsesDeps, 'pipeline' | 'responses'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const { signal } = abortWhenGone(reply.raw)
    const asked = fromResponsesRequest(request.body)
    const conversation = await loadConversation(responses, principal, asked)
    const input = fromInputItems(asked.input, 'input', conversation.findItem)
    const whole = { ...toCompletionRequest(asked, conversation, input), ...readCallHeaders(request.headers) }
    const { inputTokens } = await pipeline.estimate(principal, whole, {
      ...callOptionsOf(request, { door: 'OPENAI_RESPONSES', stream: false, signal }),
      ask: true,
    })
    return reply
      .header('x-request-id', requestIdOf(request))
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ object: 'response.input_tokens', input_tokens: inputTokens }))
  }
}
