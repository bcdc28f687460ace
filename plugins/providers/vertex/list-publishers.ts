import type { ProviderModel } from '../../../src/plugin-api.js'
import type { Endpoint } from '../gemini/gemini-calls.js'
import { listModels } from '../gemini/list-models.js'

const PUBLISHERS = ['google', 'anthropic'] as const

/** What the publishers offer whose models are served here: https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list. */
export async function listPublishers(endpoint: Endpoint, signal: AbortSignal): Promise<readonly ProviderModel[]> {
  const lists = await Promise.all(
    PUBLISHERS.map(async (publisher) => {
      const list = { path: `/v1beta1/publishers/${publisher}/models`, field: 'publisherModels' }
      return (await listModels(endpoint, list, signal)).map((model) => ({ ...model, ownedBy: publisher }))
    }),
  )
  return lists.flat()
}
