import type { CompletionRequest, ProviderCall } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { toBetaHeader } from './to-beta-header.js'
import { toCountTokensBody } from './to-count-tokens-body.js'
import { toWire } from './wire.js'
import { CLAUDE_CODES, toWireError } from './wire-error.js'

/** POST /v1/messages/count_tokens, free of charge: https://platform.claude.com/docs/en/api/messages-count-tokens. @throws {GatewayError} */
export async function countTokens(
  { provider, client, betas }: Dialect,
  { request, model, signal, connectTimeoutMs, traceparent }: ProviderCall<CompletionRequest>,
): Promise<number> {
  const { body, headers } = toCountTokensBody(request, { model })
  const sent = await client.open({
    method: 'POST',
    path: '/v1/messages/count_tokens',
    body: JSON.stringify({ ...body, model }),
    headers: toBetaHeader(betas, headers['anthropic-beta']),
    signal,
    connectTimeoutMs,
    traceparent,
  })
  const prompts = () => promptTexts(request)
  const answer = await checkStatus(sent, { provider, signal, toWireError, codes: CLAUDE_CODES, prompts })
  const tokens = toWire(await readJson(provider, answer, signal))['input_tokens']
  if (typeof tokens !== 'number' || !Number.isInteger(tokens) || tokens < 0)
    throw badAnswer(provider, 'without a count of tokens')
  return tokens
}
