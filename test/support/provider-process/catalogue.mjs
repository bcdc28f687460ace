/** Embeddings and the list of models. */

import { createHash } from 'node:crypto'
import { SCENARIO_NAMES } from './scenarios.mjs'

export function listModels() {
  return { object: 'list', data: SCENARIO_NAMES.map(toModel) }
}

/** @param {any} body */
export function embed(body) {
  /** @type {(string | number[])[]} */
  const inputs = typeof body.input === 'string' ? [body.input] : body.input
  const data = inputs.map((input, index) => ({ object: 'embedding', index, embedding: toVector(input, body.dimensions ?? 8) }))
  const tokens = inputs.reduce((sum, input) => sum + (typeof input === 'string' ? Math.ceil(input.length / 4) : input.length), 0)
  return { object: 'list', data: data.reverse(), model: body.model, usage: { prompt_tokens: tokens, total_tokens: tokens } }
}

/** @param {string | number[]} input @param {number} dimensions */
function toVector(input, dimensions) {
  const digest = createHash('sha256').update(JSON.stringify(input)).digest()
  return Array.from({ length: dimensions }, (_, index) => digest[index % digest.length] / 255)
}

/** @param {string} id */
function toModel(id) {
  return { id, object: 'model', created: 1_767_225_600, owned_by: 'provider-process' }
}
