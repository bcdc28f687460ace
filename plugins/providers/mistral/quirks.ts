import type { Quirks } from '../openai-compatible/quirks.js'

/** Where Mistral departs from OpenAI's chat completions. Its schema is closed: a field that it does not know is a 422. Usage comes unasked. */
export const QUIRKS: Quirks = {
  names: { seed: 'random_seed' },
  rejects: ['logprobs', 'endUser'],
  noStreamOptions: true,
}
