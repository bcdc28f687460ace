/**
 * What Claude's Messages API means, apart from how it is reached: for every platform that serves Claude. A platform adds `model`, `stream`
 * or `anthropic_version` to the body, its own authentication, and its own paths.
 */
export { capabilitiesOf } from './capabilities-of.js'
export { fromMessage } from './from-message.js'
export { createMessageStreamReader, type MessageReaderOptions } from './from-message-event.js'
export { DIALECT as CLAUDE_STATE_OWNER } from './to-blocks.js'
export { toCountTokensBody } from './to-count-tokens-body.js'
export { type MessagesBody, type MessagesBodyOptions, toMessagesBody } from './to-messages-body.js'
export { CLAUDE_CODES, toWireError } from './wire-error.js'
