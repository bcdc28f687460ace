import type { ProviderModel } from '../../../src/plugin-api.js'
import { checkStatus } from '../../provider-transport/check-status.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import { CODES, type CohereApi, toCohereError } from './cohere-api.js'

const CONNECT_TIMEOUT_MS = 10_000
const MAX_PAGES = 20

/** GET /v1/models, page by page: https://docs.cohere.com/reference/list-models. @throws {GatewayError} */
export async function listModels(api: CohereApi, signal: AbortSignal): Promise<readonly ProviderModel[]> {
  const models = new Map<string, ProviderModel>()
  let token: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await loadPage(api, signal, token)
    for (const id of answer.ids) models.set(id, { id, ownedBy: 'cohere' })
    token = answer.next
    if (!token) break
  }
  return [...models.values()]
}

async function loadPage({ provider, client }: CohereApi, signal: AbortSignal, token: string | undefined) {
  const path = `/v1/models?page_size=1000${token ? `&page_token=${encodeURIComponent(token)}` : ''}`
  const sent = await client.open({ method: 'GET', path, signal, connectTimeoutMs: CONNECT_TIMEOUT_MS })
  const toWireError = (body: unknown) => toCohereError(body, sent.status)
  const answer = (await readJson(provider, await checkStatus(sent, { provider, codes: CODES, signal, toWireError }), signal)) as {
    models?: unknown
    next_page_token?: unknown
  }
  if (!Array.isArray(answer.models)) throw badAnswer(provider, 'without a list of models')
  const ids = answer.models.flatMap(({ name }: { name?: unknown }) => (typeof name === 'string' ? [name] : []))
  return { ids, next: typeof answer.next_page_token === 'string' ? answer.next_page_token : undefined }
}
