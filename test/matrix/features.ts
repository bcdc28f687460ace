import type { CanonAnswer } from '../support/provider-process/canon.mjs'
import type { Question } from './question.js'

export const FEATURES = ['text', 'tools', 'parallel-tools', 'images', 'json-schema', 'reasoning', 'cached'] as const
export type Feature = (typeof FEATURES)[number]

export const FAULTS = [
  'fault-400',
  'fault-401',
  'fault-404',
  'fault-429',
  'fault-500',
  'fault-503',
  'fault-context-length',
] as const
export type Fault = (typeof FAULTS)[number]

/** The status that the doors give each of them. A vendor's refusal of our key or our model is our configuration's fault, not the caller's. */
export const FAULT_STATUS: Readonly<Record<Fault, readonly number[]>> = {
  'fault-400': [400],
  'fault-401': [502, 500],
  'fault-404': [502, 500],
  'fault-429': [429],
  'fault-500': [502, 500],
  // Anthropic's format has a status of its own for an overload.
  'fault-503': [503, 529],
  'fault-context-length': [400],
}

/** One pixel. */
export const IMAGE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const TOOLS = [
  {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
  {
    name: 'get_time',
    description: 'The time in a zone',
    parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
  },
] as const

export const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' }, population: { type: 'integer', minimum: 1 } },
  required: ['city', 'population'],
  additionalProperties: false,
} as const

const TEXTS: Readonly<Record<Feature, string>> = {
  text: 'What does a weir do?',
  tools: 'How is the weather in Berne?',
  'parallel-tools': 'How is the weather, and what time is it?',
  images: 'What is in this picture?',
  'json-schema': 'Name a city and its population.',
  reasoning: 'Think about it first.',
  cached: 'As I said before.',
}

export function questionFor(feature: Feature, model: string): Question {
  return {
    model,
    text: TEXTS[feature],
    ...((feature === 'tools' || feature === 'parallel-tools') && { tools: TOOLS }),
    ...(feature === 'images' && { image: IMAGE }),
    ...(feature === 'json-schema' && { schema: SCHEMA }),
    ...(feature === 'reasoning' && { reasoning: true }),
  }
}

/** What the provider process was told to answer. */
export function askFor(feature: Feature, toolRounds = 0) {
  const { tools = [], schema } = questionFor(feature, '')
  return { scenario: feature, tools: [...tools], schema, toolRounds }
}

export function inputOf({ usage }: CanonAnswer): number {
  return usage.text + usage.cacheRead + usage.cacheWrite + usage.image
}
