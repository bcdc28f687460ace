import {
  type CompletionRequest,
  createUsage,
  estimateMessagesTokens,
  estimateTextTokens,
  type Usage,
} from '../../../src/plugin-api.js'
import type { DemoAnswer } from './to-answer.js'

/** Counts by the gateway's estimator: nothing is billed for the demo. */
export function toDemoUsage(request: CompletionRequest, choices: readonly DemoAnswer[]): Usage {
  const tools = request.tools?.length ? estimateTextTokens(JSON.stringify(request.tools)) : 0
  const text = choices.reduce((sum, answer) => sum + answerTokens(answer), 0)
  return createUsage({ input: { text: estimateMessagesTokens(request.messages) + tools }, output: { text } })
}

function answerTokens({ text, calls }: DemoAnswer): number {
  return calls.reduce(
    (sum, call) => sum + estimateTextTokens(call.name) + estimateTextTokens(call.arguments),
    estimateTextTokens(text),
  )
}
