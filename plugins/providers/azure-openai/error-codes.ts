import type { GatewayErrorCode } from '../../../src/plugin-api.js'
import { ERROR_CODES } from '../openai/error-codes.js'

/** https://learn.microsoft.com/azure/ai-foundry/openai/reference#errors and the codes of its gateway. */
export const AZURE_ERROR_CODES: Readonly<Record<string, GatewayErrorCode>> = {
  ...ERROR_CODES,
  deploymentnotfound: 'PROVIDER_MODEL_NOT_FOUND',
  responsibleaipolicyviolation: 'CONTENT_FILTERED',
  nocapacity: 'PROVIDER_OVERLOADED',
  ratelimitreached: 'PROVIDER_RATE_LIMITED',
  toomanyrequests: 'PROVIDER_RATE_LIMITED',
  permissiondenied: 'PROVIDER_AUTHENTICATION',
  operationnotsupported: 'PROVIDER_REJECTED',
}
