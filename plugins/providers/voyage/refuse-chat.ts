import { GatewayError, type ProviderEvent } from '../../../src/plugin-api.js'

/** An answer that fails with its first read, as any other answer may. */
export function refuseChat(provider: string): AsyncIterable<readonly ProviderEvent[]> {
  const message = `Provider "${provider}" is Voyage AI, which embeds and ranks and has no chat models. Ask a model of another provider.`
  const error = new GatewayError('INVALID_REQUEST', message, { path: 'model' })
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }
}
