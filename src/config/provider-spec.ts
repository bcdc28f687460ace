import { z } from 'zod'
import { boolean, integer, list, section } from './fields.js'
import { baseUrl, modelId, name, region, secretKey, timeouts, weight } from './names.js'

const apiKeys = list(secretKey, { of: 'keys', min: 1, max: 100 })

export const providerSpec = section({
  name: name.describe('Models are called provider/model, e.g. openai/gpt-5-mini.'),
  kind: name.describe('A provider plugin, or a vendor of the OpenAI dialect.'),
  apiKey: secretKey.optional().describe('Mostly a reference to a variable; absent: the customary variable of the kind.'),
  apiKeys: apiKeys
    .optional()
    .describe('A pool of keys, instead of or beside apiKey: one that is refused or used up is left alone.'),
  baseUrl: baseUrl.optional(),
  region: region.optional().describe('Where it serves, for data policies.'),
  zeroRetention: boolean().optional().describe('It keeps nothing of a request, by contract.'),
  models: list(modelId, { of: 'model names', min: 1, max: 10_000 }).optional().describe('Restricts or adds models.'),
  timeouts: timeouts.optional(),
  settings: z
    .record(z.string().max(100), z.json(), { error: 'a mapping of settings that this kind knows' })
    .optional()
    .describe('What the kind alone understands, such as region or apiVersion; see its guide.'),
})

export const deploymentSpec = section({
  name: name.describe('What routes and callers may ask for instead of the model.'),
  provider: name.describe('The provider that serves it.'),
  model: modelId.describe('The name of the model at the provider.'),
  apiKey: secretKey.optional().describe('Absent: the provider’s.'),
  apiKeys: apiKeys.optional().describe('A pool of keys. Absent: the provider’s.'),
  baseUrl: baseUrl.optional().describe('Absent: the provider’s.'),
  region: region.optional().describe('Absent: the provider’s.'),
  zeroRetention: boolean().optional().describe('Absent: as the provider says.'),
  weight: weight.optional().describe('Its share among the deployments of the model; 1 when absent.'),
  limits: section({
    maxConcurrent: integer(1, 1_000_000).optional().describe('Calls at a time, over all processes of a machine.'),
    requestsPerMinute: integer(1, 1_000_000_000).optional(),
    tokensPerMinute: integer(1, 1_000_000_000_000).optional(),
  }).optional(),
})
