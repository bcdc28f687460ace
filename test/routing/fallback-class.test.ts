import { expect, it } from 'vitest'
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../../src/domain/gateway-error.js'
import { fallbackClassesFor, fallbackClassOf, mayTryNext } from '../../src/routing/fallback-class.js'

const codes = Object.keys(GATEWAY_ERRORS) as GatewayErrorCode[]
const errorOf = (code: GatewayErrorCode) => new GatewayError(code, 'x')
const refusedBy = (reason: Parameters<typeof fallbackClassesFor>[1][number]['reason']) => ({ reason, retryAfterMs: 1 })

it('whatever may be tried at the next target has fallbacks too', () => {
  expect(codes.filter((code) => mayTryNext(errorOf(code)) && fallbackClassOf(errorOf(code)) === null)).toEqual([])
})

it('of what would fail anywhere only a want of room and a filter have fallbacks', () => {
  const request = codes.filter((code) => GATEWAY_ERRORS[code].scope === 'request' && fallbackClassOf(errorOf(code)) !== null)
  expect(request).toEqual(['UNSUPPORTED_PARAMETER', 'CONTEXT_LENGTH_EXCEEDED', 'CONTENT_FILTERED', 'PAYLOAD_TOO_LARGE'])
})

it('what may not be asked calls for what would have come of asking it', () => {
  expect(fallbackClassesFor(undefined, [refusedBy('CIRCUIT_OPEN'), refusedBy('CIRCUIT_OPEN')])).toEqual([
    'PROVIDER_ERROR',
    'TIMEOUT',
    'RATE_LIMIT',
  ])
  expect(fallbackClassesFor(undefined, [refusedBy('AT_CAPACITY')])).toEqual(['RATE_LIMIT'])
  expect(fallbackClassesFor(undefined, [refusedBy('COOLING')])).toEqual(['RATE_LIMIT', 'PROVIDER_ERROR'])
  expect(fallbackClassesFor(errorOf('PROVIDER_TIMEOUT'), [refusedBy('AT_CAPACITY')])).toEqual(['TIMEOUT'])
})
