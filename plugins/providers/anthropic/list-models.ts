import type { ProviderModel } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { Dialect } from './dialect.js'
import { toBetaHeader } from './to-beta-header.js'
import { toWire, type Wire } from './wire.js'
import { CLAUDE_CODES, toWireError } from './wire-error.js'

const CONNECT_TIMEOUT_MS = 10_000
/** As many as one page may have. */
const PAGE = 1_000
/** Of a server that always says that there are more. */
const MAX_PAGES = 20

/** GET /v1/models, page by page: https://platform.claude.com/docs/en/api/models-list. @throws {GatewayError} */
export async function listModels(dialect: Dialect, signal: AbortSignal): Promise<readonly ProviderModel[]> {
  const models = new Map<string, ProviderModel>()
  let after = ''
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await readPage(dialect, after, signal)
    if (!Array.isArray(answer['data'])) throw badAnswer(dialect.provider, 'without a list of models')
    for (const model of answer['data'].flatMap(toModel)) models.set(model.id, model)
    const { has_more: hasMore, last_id: last } = answer
    if (hasMore !== true || typeof last !== 'string' || last === after) break
    after = last
  }
  return [...models.values()]
}

async function readPage({ provider, client, betas }: Dialect, after: string, signal: AbortSignal): Promise<Wire> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(after ? { after_id: after } : {}) })
  const sent = await client.open({
    method: 'GET',
    path: `/v1/models?${query}`,
    headers: toBetaHeader(betas, undefined),
    signal,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  })
  const answer = await checkStatus(sent, { provider, signal, toWireError, codes: CLAUDE_CODES })
  return toWire(await readJson(provider, answer, signal))
}

function toModel(value: unknown): ProviderModel[] {
  const { id, created_at: created } = toWire(value)
  if (typeof id !== 'string' || id === '') return []
  const time = typeof created === 'string' ? Date.parse(created) : Number.NaN
  // The vendor writes the beginning of time where it does not know.
  return [{ id, ownedBy: 'anthropic', ...(time > 0 ? { createdAt: new Date(time) } : {}) }]
}
