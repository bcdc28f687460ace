import type { ProviderModel } from '../../../src/plugin-api.js'
import { checkStatus } from './check-status.js'
import { badAnswer } from './cut-answer.js'
import type { Dialect } from './dialect.js'
import { readJson } from './read-body.js'

const CONNECT_TIMEOUT_MS = 10_000

/** GET /models; some vendors answer with the bare list. @throws {GatewayError} */
export async function listModels({ provider, client }: Dialect, signal: AbortSignal): Promise<readonly ProviderModel[]> {
  const sent = await client.open({ method: 'GET', path: '/models', signal, connectTimeoutMs: CONNECT_TIMEOUT_MS })
  const answer = await readJson(provider, await checkStatus(sent, { provider, signal }), signal)
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
