import { GatewayError } from '../../src/plugin-api.js'

export function cutAnswer(provider: string): GatewayError {
  return new GatewayError('PROVIDER_STREAM_CUT', `Provider "${provider}" ended its answer before it was complete.`)
}

export function badAnswer(provider: string, what: string): GatewayError {
  return new GatewayError('PROVIDER_BAD_RESPONSE', `Provider "${provider}" answered ${what}.`)
}
