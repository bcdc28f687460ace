import type { Pipeline } from '../../pipeline/pipeline.js'
import { abortWhenGone } from '../abort-when-gone.js'
import { callOptionsOf, readCallHeaders } from '../call-headers.js'
import { callerOf, requestIdOf } from '../caller.js'
import { isObject } from '../read-json.js'
import { answerJson } from './answer-error.js'
import { fromGenerateRequest } from './from-generate-request.js'
import type { MethodHandler } from './generate-content.js'
import { readFields } from './read-fields.js'

const WHOLE = 'generateContentRequest'

/** `models/{model}:countTokens`: no call, so nothing is recorded. */
export function countTokens({ pipeline }: { readonly pipeline: Pipeline }): MethodHandler {
  return async (request, reply, model) => {
    const { principal } = callerOf(request)
    const asked = { ...fromCountRequest(request.body, model), ...readCallHeaders(request.headers) }
    const { signal } = abortWhenGone(reply.raw)
    const { inputTokens } = await pipeline.estimate(principal, asked, {
      ...callOptionsOf(request, { door: 'GEMINI', stream: false, signal }),
      ask: true,
    })
    const answer = { totalTokens: inputTokens, promptTokensDetails: [{ modality: 'TEXT', tokenCount: inputTokens }] }
    return answerJson(reply.header('x-request-id', requestIdOf(request)), answer)
  }
}

/** Either contents, or a whole request under a name of its own. */
function fromCountRequest(body: unknown, model: string) {
  const whole = isObject(body) ? readFields(body, '')[WHOLE] : undefined
  return whole == null ? fromGenerateRequest(body, model) : fromGenerateRequest(whole, model, WHOLE)
}
