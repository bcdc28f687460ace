import type { ProviderModel } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { toWireError } from './wire-error.js'

const CONNECT_TIMEOUT_MS = 10_000

/** GET /models; some vendors answer with the bare list. @throws {GatewayError} */
export async function listModels({ provider, client, codes }: Dialect, signal: AbortSignal): Promise<readonly ProviderModel[]> {
  const sent = await client.open({ method: 'GET', path: '/models', signal, connectTimeoutMs: CONNECT_TIMEOUT_MS })
  const answer = await readJson(provider, await checkStatus(sent, { provider, signal, toWireError, codes }), signal)
  const list = Array.isArray(answer) ? answer : (answer as { data?: unknown } | null)?.data
  if (!Array.isArray(list)) throw badAnswer(provider, 'without a list of models')
  return list.flatMap(toModel)
}

function toModel(wire: { id?: unknown; owned_by?: unknown; created?: unknown } | null): ProviderModel[] {
  if (typeof wire?.id !== 'string') return []
  const { id, owned_by: ownedBy, created } = wire
  return [
    {
      id,
      ...(typeof ownedBy === 'string' ? { ownedBy } : {}),
      ...(typeof created === 'number' && created > 0 ? { createdAt: new Date(created * 1000) } : {}),
    },
  ]
}
