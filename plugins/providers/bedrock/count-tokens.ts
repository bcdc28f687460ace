import { type CompletionRequest, GatewayError, type ProviderCall } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { checkAnswer } from './bedrock-error.js'
import type { Dialect } from './dialect.js'
import { escapeSegment } from './sign-request.js'
import { toConverseBody } from './to-converse-body.js'

/**
 * CountTokens, which knows foundation models of Claude by their bare ids. It is free of charge.
 * Source: https://docs.aws.amazon.com/bedrock/latest/userguide/count-tokens.html
 * @throws {GatewayError}
 */
export async function countTokens(
  { provider, client, toModel }: Dialect,
  { request, model: id, signal, connectTimeoutMs, traceparent }: ProviderCall<CompletionRequest>,
): Promise<number> {
  const model = toModel(id)
  if (model.family !== 'anthropic' && model.family !== 'unknown') {
    throw new GatewayError('UNSUPPORTED_PARAMETER', 'Bedrock counts the tokens of Claude models only.')
  }
  const { messages, system, toolConfig, additionalModelRequestFields } = toConverseBody(request, model).body
  const body = JSON.stringify({ input: { converse: { messages, system, toolConfig, additionalModelRequestFields } } })
  const path = `/model/${escapeSegment(model.base)}/count-tokens`
  const sent = await client.open({ method: 'POST', path, body, signal, connectTimeoutMs, traceparent })
  const answer = await readJson(provider, await checkAnswer(provider, sent, signal, () => promptTexts(request)), signal)
  const { inputTokens } = answer as { inputTokens?: unknown }
  if (typeof inputTokens === 'number' && inputTokens >= 0) return inputTokens
  throw badAnswer(provider, 'without a count of tokens')
}
