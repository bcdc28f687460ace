import { PARAMETERS } from '../domain/fit-request.js'
import { MODALITIES } from '../domain/model.js'
import { boolean, dollars, integer, list, section, text, word } from './fields.js'
import { aliases, day, modelId, quality } from './names.js'

export const priceSpec = section({
  input: dollars().optional(),
  cacheRead: dollars().optional(),
  cacheWrite5m: dollars().optional(),
  cacheWrite1h: dollars().optional(),
  inputAudio: dollars().optional(),
  inputImage: dollars().optional(),
  output: dollars().optional(),
  reasoning: dollars().optional(),
  outputAudio: dollars().optional(),
  outputImage: dollars().optional(),
  perRequest: dollars().optional().describe('Dollars for each request.'),
  effectiveFrom: day.optional().describe('Before this day the list price holds.'),
  validUntil: day.optional().describe('From this day on the price is shown as stale.'),
})

const modalities = list(word(...MODALITIES), { of: `of ${MODALITIES.join(', ')}`, min: 1, max: MODALITIES.length }).optional()

const facts = {
  aliases: aliases.optional(),
  model: modelId
    .optional()
    .describe('What the model is, where its name does not tell, such as gpt-5-mini for an Azure deployment.'),
  displayName: text('a text of at most 200 characters', /^.{1,200}$/).optional(),
  contextWindow: integer(1, 1_000_000_000).optional().describe('Tokens.'),
  maxOutputTokens: integer(1, 1_000_000_000).optional().describe('Tokens.'),
  capabilities: section({
    input: modalities.describe('What it takes.'),
    output: modalities.describe('What it makes.'),
    tools: boolean().optional(),
    parallelTools: boolean().optional(),
    jsonSchema: boolean().optional().describe('Answers to a JSON schema by its own means.'),
    jsonMode: boolean().optional().describe('Answers in JSON of any shape by its own means.'),
    reasoning: boolean().optional(),
    promptCache: boolean().optional().describe('Discounts prompts that it has seen.'),
    embeddings: boolean().optional(),
    rerank: boolean().optional(),
    moderation: boolean().optional(),
    prefill: boolean().optional().describe('Goes on with an answer that ends the request, for routes with `continue`.'),
    unsupported: list(word(...PARAMETERS), { of: 'parameters', max: PARAMETERS.length })
      .optional()
      .describe('Parameters that it refuses; they are left out with a warning.'),
  }).optional(),
  quality: quality.optional(),
  releasedAt: day.optional(),
  deprecatedAt: day.optional(),
  retiresAt: day.optional().describe('From this day on it is not listed as available.'),
}

/** Under `models` of the file, by id; its prices stand apart. */
export const modelFacts = section(facts)

export const modelSpec = section({
  id: text('a model such as openai/gpt-5-mini', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\/[^\s]{1,191}$/),
  ...facts,
  price: priceSpec.optional(),
})
