import type { CompletionRequest } from '../../../src/plugin-api.js'
import { leaveOutNatives } from '../../provider-transport/leave-out-natives.js'
import { dropForeignExtra } from '../openai-compatible/drop-foreign-extra.js'
import { type ChatBody, toChatBody } from '../openai-compatible/to-chat-body.js'
import { fitMistral } from './fit-mistral.js'
import { QUIRKS } from './quirks.js'
import { toMistralMessages } from './to-mistral-messages.js'

/**
 * The request as POST /chat/completions takes it: OpenAI's, with messages and fields of Mistral's own.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toMistralBody(
  asked: CompletionRequest,
  { model, stream }: { readonly model: string; readonly stream: boolean },
): ChatBody {
  const known = leaveOutNatives(asked, 'mistral')
  const { request, fields, warnings } = fitMistral(dropForeignExtra(known.request, ['mistral', 'openai']), model)
  const chat = toChatBody({ ...request, messages: [] }, { model, stream, kind: 'mistral', quirks: QUIRKS })
  const body = { ...fields, ...chat.body, messages: toMistralMessages(request.messages, model) }
  return { body: { ...body, ...toTools(request) }, warnings: [...chat.warnings, ...known.warnings, ...warnings] }
}

/** Unlike OpenAI it requires the parameters of a function, and knows no other field of a tool. */
function toTools({ tools }: CompletionRequest): ChatBody['body'] {
  if (!tools?.length) return {}
  return {
    tools: tools.map(({ name, description, parameters = { type: 'object', properties: {} }, strict }) => ({
      type: 'function',
      function: { name, description, parameters, strict },
    })),
  }
}
