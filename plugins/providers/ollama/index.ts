import type { ProviderPlugin, Vendor } from '../../../src/plugin-api.js'
import { createOllama } from './create-ollama.js'

const vendor: Vendor = {
  kind: 'ollama',
  displayName: 'Ollama',
  baseUrl: 'http://127.0.0.1:11434',
  keyless: true,
  // The server holds any model to a grammar; what else a model can do is a question of the model.
  capabilities: { jsonSchema: true, jsonMode: true },
  documentation: 'https://github.com/ollama/ollama/blob/main/docs/api.md',
}

export const plugin: ProviderPlugin = {
  vendors: [vendor],
  createProvider: (row, options) => createOllama(row, options),
}
