import type { ProviderModel } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import { checkAnswer } from './check-answer.js'
import type { Endpoint } from './gemini-calls.js'

const CONNECT_TIMEOUT_MS = 10_000
/** A list that goes on for longer than this is no list. */
const MAX_PAGES = 50

export interface ModelList {
  readonly path: string
  /** The field of the answer that holds the list. */
  readonly field: string
}

/** Every page of a list of models, whose names lose the path before them. @throws {GatewayError} */
export async function listModels(endpoint: Endpoint, list: ModelList, signal: AbortSignal): Promise<readonly ProviderModel[]> {
  const models = new Map<string, ProviderModel>()
  let token: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await readPage(endpoint, list, token, signal)
    if (!Array.isArray(answer[list.field] ?? [])) throw badAnswer(endpoint.provider, 'without a list of models')
    for (const model of ((answer[list.field] ?? []) as unknown[]).flatMap(toModel)) models.set(model.id, model)
    token = typeof answer['nextPageToken'] === 'string' && answer['nextPageToken'] !== '' ? answer['nextPageToken'] : undefined
    if (token === undefined) return [...models.values()]
  }
  throw badAnswer(endpoint.provider, 'with a list of models that does not end')
}

async function readPage(endpoint: Endpoint, { path }: ModelList, token: string | undefined, signal: AbortSignal) {
  const { provider, client, headersOf } = endpoint
  const query = `pageSize=${PAGE}${token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`}`
  const headers = await headersOf?.(signal)
  const sent = await client.open({
    method: 'GET',
    path: `${path}?${query}`,
    headers,
    signal,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  })
  const answer = await checkAnswer(sent, { provider, signal })
  return (await readJson(provider, answer, signal)) as Readonly<Record<string, unknown>>
}

const PAGE = 200

function toModel(wire: unknown): ProviderModel[] {
  const name = (wire as { readonly name?: unknown } | null)?.name
  return typeof name === 'string' && name !== '' ? [{ id: name.slice(name.lastIndexOf('/') + 1), ownedBy: 'google' }] : []
}
