import { CONFIG_KINDS, type ConfigContent, type ConfigKind } from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'

/** As many as the configuration file may declare. */
const MOST: Readonly<Record<ConfigKind, number>> = { PROVIDER: 1_000, DEPLOYMENT: 10_000, MODEL: 10_000, ROUTE: 10_000 }
export const MAX_CONTENT_BYTES = 4 * 1024 * 1024

/** @throws {GatewayError} INVALID_REQUEST | PAYLOAD_TOO_LARGE */
export function checkSize(content: ConfigContent): void {
  for (const kind of CONFIG_KINDS) {
    const count = Object.keys(content[kind]).length
    if (count > MOST[kind]) {
      throw new GatewayError(
        'INVALID_REQUEST',
        `At most ${MOST[kind]} ${kind.toLowerCase()}s can be declared by the API. Delete some first.`,
      )
    }
  }
  if (new TextEncoder().encode(JSON.stringify(content)).length <= MAX_CONTENT_BYTES) return
  throw new GatewayError(
    'PAYLOAD_TOO_LARGE',
    `What is declared by the API may take ${MAX_CONTENT_BYTES} bytes as JSON, and this would take more. Delete something first, or shorten lists.`,
  )
}
