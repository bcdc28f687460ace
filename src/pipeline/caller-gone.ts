import { GatewayError } from '../domain/gateway-error.js'

/** Why a call was given up from outside: the caller has gone, unless the door says otherwise. */
export function callerGone(signal: AbortSignal): GatewayError {
  return signal.reason instanceof GatewayError
    ? signal.reason
    : new GatewayError('CLIENT_CLOSED', 'The caller went away before the answer was whole.')
}
