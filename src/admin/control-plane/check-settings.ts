import type { ConfigKind, ConfigSpecs } from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'

const SECRET = /(secret|password|passphrase|token|credentials?|private_?key|api_?key|access_?key)$/i

/**
 * Settings are kept and shown in plain text.
 * @throws {GatewayError} INVALID_REQUEST when one of them is a credential by its name
 */
export function checkSettings(spec: ConfigSpecs[ConfigKind]): void {
  if ('settings' in spec && spec.settings) visit(spec.settings, 'settings')
}

function visit(value: unknown, path: string): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, part] of Object.entries(value)) {
    if (SECRET.test(name) && typeof part === 'string') {
      const message = `Settings are kept in plain text and must hold no credential. Use apiKey, or declare this provider in the configuration file with \${VARIABLES}.`
      throw new GatewayError('INVALID_REQUEST', message, { path: `${path}.${name}` })
    }
    visit(part, `${path}.${name}`)
  }
}
