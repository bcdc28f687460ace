/** Answers in the shapes of https://platform.openai.com/docs/api-reference/chat, whole or as chunks. */

import { usageOf } from './answers.mjs'

const CREATED = 1_767_225_600

/**
 * @typedef {import('./answers.mjs').Answer} Answer
 * @typedef {import('./answers.mjs').Choice} Choice
 * @typedef {{ id: string, model: string }} Identity
 */

/** @param {Answer} answer @param {any} body @param {Identity} identity */
export function toBody(answer, body, identity) {
  return {
    ...head(identity, 'chat.completion'),
    choices: answer.choices.map((choice, index) => ({
      index,
      message: toMessage(choice),
      logprobs: choice.logprobs ? { content: choice.tokens.map(toLogprob), refusal: null } : null,
      finish_reason: choice.finish,
    })),
    usage: usageOf(answer, body),
    ...answer.extra,
  }
}

/** The chunks of a stream, usage last and with no choices when it was asked for. @param {Answer} answer @param {any} body @param {Identity} identity */
export function toChunks(answer, body, identity) {
  const chunk = (/** @type {object[]} */ choices) => ({ ...head(identity, 'chat.completion.chunk'), choices, ...answer.extra })
  const deltas = answer.choices.flatMap((choice, index) => toDeltas(choice).map((delta) => ({ index, ...delta })))
  const finishes = answer.choices.map((choice, index) => ({ index, delta: {}, logprobs: null, finish_reason: choice.finish }))
  const chunks = [...deltas, ...finishes].map((choice) => chunk([choice]))
  return body.stream_options?.include_usage ? [...chunks, { ...chunk([]), usage: usageOf(answer, body) }] : chunks
}

/** @param {Identity} identity @param {string} object */
function head({ id, model }, object) {
  return {
    id,
    object,
    created: CREATED,
    model: `${model}-2026-01-01`,
    system_fingerprint: 'fp_provider',
    service_tier: 'default',
  }
}

/** @param {Choice} choice */
function toMessage(choice) {
  return {
    role: 'assistant',
    content: choice.tokens.length > 0 ? choice.tokens.join('') : null,
    refusal: choice.refusal.length > 0 ? choice.refusal.join('') : null,
    ...(choice.reasoning.length > 0 ? { reasoning_content: choice.reasoning.join('') } : {}),
    ...(choice.calls.length > 0
      ? {
          tool_calls: choice.calls.map(({ id, name, pieces }) => ({
            id,
            type: 'function',
            function: { name, arguments: pieces.join('') },
          })),
        }
      : {}),
  }
}

/** @param {Choice} choice */
function toDeltas(choice) {
  const plain = (/** @type {object} */ delta) => ({ delta, logprobs: null, finish_reason: null })
  return [
    plain({ role: 'assistant', content: '' }),
    ...choice.reasoning.map((text) => plain({ reasoning_content: text })),
    ...choice.tokens.map((text) => ({
      ...plain({ content: text }),
      ...(choice.logprobs ? { logprobs: { content: [toLogprob(text)], refusal: null } } : {}),
    })),
    ...choice.refusal.map((text) => plain({ refusal: text })),
    ...choice.calls.flatMap(({ id, name, pieces }, index) => [
      plain({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...pieces.map((piece) => plain({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
  ]
}

/** @param {string} token */
function toLogprob(token) {
  return { token, logprob: -0.25, bytes: null, top_logprobs: [{ token, logprob: -0.25, bytes: null }] }
}
