import type { RouteFacts } from '../../src/plugin-api.js'
import { VARIABLES } from './variables.js'

/** A part of the facts as the expression library reads it: whole numbers are bigints, and nothing is read before a condition asks. */
class View {
  constructor(readonly section: object) {}
}
export class RequestView extends View {}
export class PrincipalView extends View {}

readThrough(RequestView, VARIABLES.request)
readThrough(PrincipalView, VARIABLES.principal)

/** The variables of one call. Nothing is converted before a condition reads it, so making them costs less than remembering them. */
export function variablesOf(facts: RouteFacts) {
  return { request: new RequestView(facts.request), principal: new PrincipalView(facts.principal), now: facts.now }
}

function readThrough(view: typeof View, fields: Readonly<Record<string, string>>): void {
  for (const [name, type] of Object.entries(fields)) {
    const read = (from: View) => (from.section as Readonly<Record<string, unknown>>)[name]
    const get = type === 'int' ? toBigInt : plain
    Object.defineProperty(view.prototype, name, { get, enumerable: true })

    function plain(this: View): unknown {
      return read(this)
    }
    function toBigInt(this: View): bigint {
      return BigInt(Math.trunc(Number(read(this))))
    }
  }
}
