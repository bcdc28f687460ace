import type { ProviderModel } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { toWireError } from './ollama-error.js'

const CONNECT_TIMEOUT_MS = 10_000

/** GET /api/tags: the models that have been pulled. @throws {GatewayError} */
export async function listModels({ provider, client }: Dialect, signal: AbortSignal): Promise<readonly ProviderModel[]> {
  const sent = await client.open({ method: 'GET', path: '/api/tags', signal, connectTimeoutMs: CONNECT_TIMEOUT_MS })
  const answer = await readJson(provider, await checkStatus(sent, { provider, signal, toWireError }), signal)
  const { models } = answer as { models?: unknown }
  if (!Array.isArray(models)) throw badAnswer(provider, 'without a list of models')
  return models.flatMap(toModel)
}

function toModel(wire: { model?: unknown; name?: unknown; modified_at?: unknown } | null): ProviderModel[] {
  const id = wire?.model ?? wire?.name
  if (typeof id !== 'string') return []
  const at = typeof wire?.modified_at === 'string' ? Date.parse(wire.modified_at) : Number.NaN
  return [{ id, ...(!Number.isNaN(at) && { createdAt: new Date(at) }) }]
}
