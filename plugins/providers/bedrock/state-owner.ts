import type { BedrockModel } from './model-family.js'

/** Claude's signatures are the same wherever it is served. */
export function stateOwner({ family }: BedrockModel): string {
  return family === 'anthropic' ? 'anthropic' : 'bedrock'
}
