import type { CompletionRequest } from '../../../src/plugin-api.js'
import { type MessagesBody, type MessagesBodyOptions, toMessagesBody } from './to-messages-body.js'

/** What of a request decides how many tokens it has; anything else is refused. */
const COUNTED = new Set([
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'cache_control',
  'mcp_servers',
])

/** The request as POST /v1/messages/count_tokens takes it. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toCountTokensBody(request: CompletionRequest, options: MessagesBodyOptions): MessagesBody {
  const { body, warnings, headers } = toMessagesBody(request, options)
  return { body: Object.fromEntries(Object.entries(body).filter(([name]) => COUNTED.has(name))), warnings, headers }
}
