import type { ProviderModel } from '../../../src/plugin-api.js'
import { badAnswer } from '../../provider-transport/cut-answer.js'
import { readJson } from '../../provider-transport/read-body.js'
import type { BedrockClient } from './bedrock-client.js'
import { checkAnswer } from './bedrock-error.js'

const CONNECT_TIMEOUT_MS = 10_000
const MOST_PAGES = 20

type Wire = Readonly<Record<string, unknown>>

/**
 * The foundation models that can be called by their ids, and the inference profiles.
 * Source: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
 * @throws {GatewayError}
 */
export async function listModels(
  provider: string,
  client: BedrockClient,
  signal: AbortSignal,
): Promise<readonly ProviderModel[]> {
  const get = async (path: string, query?: Readonly<Record<string, string>>) => {
    const sent = await client.open({ method: 'GET', path, query, signal, connectTimeoutMs: CONNECT_TIMEOUT_MS })
    return (await readJson(provider, await checkAnswer(provider, sent, signal), signal)) as Wire
  }
  const { modelSummaries } = await get('/foundation-models')
  if (!Array.isArray(modelSummaries)) throw badAnswer(provider, 'without a list of models')
  const models = modelSummaries.flatMap(toModel)
  let token: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const { inferenceProfileSummaries: profiles, nextToken } = await get('/inference-profiles', {
      maxResults: '1000',
      ...(token && { nextToken: token }),
    })
    models.push(...(Array.isArray(profiles) ? profiles.flatMap(toProfile) : []))
    if (typeof nextToken !== 'string') break
    token = nextToken
  }
  return [...new Map(models.map((model) => [model.id, model])).values()]
}

function toModel(wire: Wire | null): ProviderModel[] {
  const { modelId: id, providerName, outputModalities, inferenceTypesSupported } = wire ?? {}
  const speaks = includes(outputModalities, 'TEXT') || includes(outputModalities, 'EMBEDDING')
  if (typeof id !== 'string' || !speaks || !includes(inferenceTypesSupported, 'ON_DEMAND')) return []
  return [{ id, ...(typeof providerName === 'string' && { ownedBy: providerName }) }]
}

/** One that the account made itself has a name only in its ARN. */
function toProfile(wire: Wire | null): ProviderModel[] {
  const { inferenceProfileId, inferenceProfileArn, type, status, createdAt } = wire ?? {}
  const id = type === 'APPLICATION' ? inferenceProfileArn : inferenceProfileId
  if (typeof id !== 'string' || (status !== undefined && status !== 'ACTIVE')) return []
  const created = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN
  return [{ id, ...(!Number.isNaN(created) && { createdAt: new Date(created) }) }]
}

function includes(list: unknown, item: string): boolean {
  return Array.isArray(list) && list.includes(item)
}
