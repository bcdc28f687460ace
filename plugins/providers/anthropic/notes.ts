import { type CompletionRequest, GatewayError, type Warning, warningsOf } from '../../../src/plugin-api.js'

/** What a translation could not do as asked, gathered while it works. */
export interface Notes {
  /** A detail that is left out. @throws {GatewayError} UNSUPPORTED_PARAMETER when the request asks for an error instead */
  lose(parameter: string): void
  /** A parameter that became something near. @throws {GatewayError} UNSUPPORTED_PARAMETER likewise */
  map(parameter: string, message: string): void
  /** Items of another provider, which mean nothing here. */
  drop(message: string): void
  readonly warnings: readonly Warning[]
}

export function createNotes(request: Pick<CompletionRequest, 'onUnsupported'>): Notes {
  const warnings = new Map<string, Warning>()
  const add = (warning: Warning) => warnings.set(`${warning.code} ${warning.parameter ?? warning.message}`, warning)

  return {
    lose(parameter) {
      for (const warning of warningsOf(request, [parameter])) add(warning)
    },
    map(parameter, message) {
      if (request.onUnsupported === 'ERROR') throw new GatewayError('UNSUPPORTED_PARAMETER', message, { path: parameter })
      if (request.onUnsupported !== 'IGNORE') add({ code: 'PARAMETER_MAPPED', message, parameter })
    },
    drop(message) {
      add({ code: 'STATE_DROPPED', message })
    },
    get warnings() {
      return [...warnings.values()]
    },
  }
}
