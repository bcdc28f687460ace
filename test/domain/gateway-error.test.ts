import { expect, it } from 'vitest'
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode, toGatewayError } from '../../src/domain/gateway-error.js'

it('a request-scoped error is never retryable: it would fail anywhere', () => {
  for (const [code, row] of Object.entries(GATEWAY_ERRORS)) {
    if (row.scope === 'request') expect([code, row.retryable]).toEqual([code, false])
    expect(row.status).toBeGreaterThanOrEqual(400)
  }
})

it('takes status, retryable and scope from its row', () => {
  for (const code of Object.keys(GATEWAY_ERRORS) as GatewayErrorCode[]) {
    expect(new GatewayError(code, 'x')).toMatchObject({ ...GATEWAY_ERRORS[code], code })
  }
})

it('hides what is not a GatewayError behind INTERNAL and keeps it as the cause', () => {
  const bug = new Error('password=hunter2')
  const error = toGatewayError(bug)
  expect(error.code).toBe('INTERNAL')
  expect(error.message).not.toContain('hunter2')
  expect(error.cause).toBe(bug)
})
