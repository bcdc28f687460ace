import { mayUseModel } from '../domain/principal.js'
import type { Admin } from './admin.js'
import type { AdminOptions } from './admin-options.js'
import { findDrained } from './find-calls.js'
import { issueApiKey, toPublicApiKey } from './issue-api-key.js'
import { findModels, listModels } from './list-models.js'
import { revokeApiKey } from './revoke-api-key.js'

export function createAdmin(options: AdminOptions): Admin {
  const { apiKeys, calls, callBodies, usage, relay, snapshot, control, routeHealth } = options
  return {
    control,
    ...routeHealth,
    issueApiKey: (principal, input) => issueApiKey(options, principal, input),
    revokeApiKey: (principal, id) => revokeApiKey(options, principal, id),
    listApiKeys: async (principal) => (await apiKeys.list(principal.organizationId)).map(toPublicApiKey),
    findCalls: (principal, ids) => findDrained(options, principal, ids, calls.findMany.bind(calls)),
    findCallBodies: (principal, ids) => findDrained(options, principal, ids, callBodies.findMany.bind(callBodies)),
    listCalls: (principal, filter, page) => calls.list(principal.organizationId, filter, page),
    usageReport: (principal, query) => usage.report(principal.organizationId, query),
    subscribeEndedCalls: ({ organizationId }, listener) =>
      relay.subscribe('calls-ended', (ended) => {
        const own = ended.filter((call) => call.organizationId === organizationId)
        if (own.length > 0) listener(own)
      }),
    listModels: (principal, filter, page) => listModels(snapshot(), principal, filter, page),
    findModels: (principal, ids, filter) => findModels(snapshot(), principal, ids, filter),
    listRoutes: (principal) =>
      [...new Set(snapshot().routes.values())]
        .filter(({ name }) => mayUseModel(principal, name))
        .map(({ name, spec }) => ({ name, targets: spec.targets.map(({ model }) => model) })),
  }
}
