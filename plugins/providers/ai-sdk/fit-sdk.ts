import { type CompletionRequest, type FittedRequest, fitRequest, type Parameter } from '../../../src/plugin-api.js'
import { leaveOutNatives } from '../../provider-transport/leave-out-natives.js'
import { canTell } from './reasoning-options.js'
import { ownerOf } from './state.js'

/** Not in the contract of packages; some can be told by options of their own. */
const FOREIGN = new Set<Parameter>(['n', 'logprobs', 'parallelToolCalls', 'reasoning', 'endUser'])

/** Of Anthropic's words: `reasoning` says the same. */
const SAID = new Set(['thinking'])

/** The request as far as the package can be asked. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function fitSdk(asked: CompletionRequest, packageName: string): FittedRequest {
  const owner = ownerOf(packageName)
  const known = leaveOutNatives(asked, owner)
  const hasForeignTool = asked.nativeTools?.some(({ dialect }) => dialect !== owner) ?? false
  const cannot = (parameter: Parameter) =>
    (FOREIGN.has(parameter) && !canTell(packageName, parameter)) || (parameter === 'nativeTools' && hasForeignTool)
  const foreign = asked.extra && asked.extra.dialect !== owner ? Object.keys(asked.extra.fields) : []
  const lost = foreign.flatMap((name) => (SAID.has(name) ? [] : [`extra.${name}`]))
  const { request, warnings } = fitRequest(known.request, cannot, lost)
  return { request, warnings: [...known.warnings, ...warnings] }
}
