import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import type { Client } from '../../provider-transport/client.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { readJson } from '../../provider-transport/read-body.js'
import { checkAnswer } from './check-answer.js'
import { fromAnswer } from './from-answer.js'
import { streamAnswer } from './stream-answer.js'
import { toGenerateBody } from './to-generate-body.js'

/** Where and how the models of this dialect are asked: at AI Studio, or on Vertex AI. */
export interface Endpoint {
  /** The name of the provider, for messages. */
  readonly provider: string
  readonly client: Client
  /** The address of a model, under the client's: `/models/gemini-3-pro`. */
  readonly pathOf: (model: string) => string
  /** Of each call, such as a token that expires. */
  readonly headersOf?: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>
}

/** `generateContent`, or its stream. @throws {GatewayError} */
export async function* complete(
  endpoint: Endpoint,
  call: ProviderCall<CompletionRequest>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const { provider } = endpoint
  const { request, model, stream, signal } = call
  const { body, warnings } = toGenerateBody(request, model)
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const sent = await post(endpoint, call, stream ? ':streamGenerateContent?alt=sse' : ':generateContent', body)
  const answer = await checkAnswer(sent, { provider, signal, prompts: () => promptTexts(request) })
  if (stream) yield* streamAnswer(answer, provider, signal, first)
  else yield [...first, ...fromAnswer(provider, await readJson(provider, answer, signal))]
}

/** `countTokens`, free of charge; `toBody` since the two places want it in different forms. @throws {GatewayError} */
export async function countTokens(
  endpoint: Endpoint,
  call: ProviderCall<CompletionRequest>,
  toBody: (body: object) => object,
): Promise<number> {
  const { provider } = endpoint
  const { body } = toGenerateBody({ ...call.request, onUnsupported: 'IGNORE' }, call.model)
  const prompts = () => promptTexts(call.request)
  const sent = await post(endpoint, call, ':countTokens', toBody(body))
  const answer = await checkAnswer(sent, { provider, signal: call.signal, prompts })
  const { totalTokens = 0 } = (await readJson(provider, answer, call.signal)) as { readonly totalTokens?: unknown }
  if (typeof totalTokens !== 'number') throw badAnswer(provider, 'without a number of tokens')
  return totalTokens
}

/** Sends a body to a method of the model. @throws {GatewayError} */
export async function post<Request>(
  { client, pathOf, headersOf }: Endpoint,
  { model, signal, connectTimeoutMs, traceparent, onRateLimits }: ProviderCall<Request>,
  method: string,
  body: object,
) {
  const path = `${pathOf(model)}${method}`
  const headers = await headersOf?.(signal)
  return client.open({
    method: 'POST',
    path,
    body: JSON.stringify(body),
    headers,
    signal,
    connectTimeoutMs,
    traceparent,
    onRateLimits,
  })
}
