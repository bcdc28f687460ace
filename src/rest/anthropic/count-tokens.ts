import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pipeline } from '../../pipeline/pipeline.js'
import { abortWhenGone } from '../abort-when-gone.js'
import { callOptionsOf, readCallHeaders } from '../call-headers.js'
import { callerOf, requestIdOf } from '../caller.js'
import { setRequestId } from './answer-error.js'
import { fromMessagesRequest } from './from-messages-request.js'

/** `POST /v1/messages/count_tokens`: no call, so nothing is recorded. */
export function countTokens({ pipeline }: { readonly pipeline: Pipeline }) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principal } = callerOf(request)
    const asked = fromMessagesRequest(request.body, request.headers)
    const { signal } = abortWhenGone(reply.raw)
    const whole = { ...asked.request, ...readCallHeaders(request.headers) }
    const { inputTokens } = await pipeline.estimate(principal, whole, {
      ...callOptionsOf(request, { door: 'ANTHROPIC', stream: false, signal }),
      ask: true,
    })
    return setRequestId(reply, requestIdOf(request))
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ input_tokens: inputTokens }))
  }
}
