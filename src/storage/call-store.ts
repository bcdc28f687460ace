import type { Model, QueryFilter } from 'mongoose'
import { firstCallIdAt } from '../domain/call-id.js'
import type { CallRecord } from '../domain/call-record.js'
import type { CallStatus } from '../domain/completion.js'
import { GatewayError } from '../domain/gateway-error.js'
import type { CallFilter, CallStore, Page, PageRequest } from '../domain/stores.js'
import { type CallDocument, toCallRecord } from './call-document.js'
import { inOrder } from './in-order.js'
import { plainText } from './plain-text.js'
import { guard } from './storage-errors.js'

const MAX_PAGE = 1_000

export function createCallStore(calls: Model<CallDocument>): CallStore {
  return {
    async findMany(organizationId, ids) {
      const found = await guard(() => calls.find({ _id: { $in: [...ids] }, organizationId }).lean<CallDocument[]>())
      return inOrder(ids, found, toCallRecord)
    },
    async list(organizationId, filter, page) {
      const limit = checkSize(page)
      const query = calls
        .find(toQuery(organizationId, filter, page))
        .sort({ organizationId: 1, _id: -1 })
        .limit(limit + 1)
      return toPage(await guard(() => query.lean<CallDocument[]>()), limit)
    },
  }
}

function checkSize({ first }: PageRequest): number {
  if (Number.isInteger(first) && first >= 1 && first <= MAX_PAGE) return first
  throw new GatewayError('INVALID_REQUEST', `A page has 1 to ${MAX_PAGE} calls; ${first} were asked for.`, { path: 'first' })
}

function toPage(documents: readonly CallDocument[], limit: number): Page<CallRecord> {
  return { items: documents.slice(0, limit).map(toCallRecord), hasNextPage: documents.length > limit }
}

/** Call ids begin with the time of their start: a range of time is a range of ids, and needs no index of its own. */
function toQuery(organizationId: string, filter: CallFilter, { after }: PageRequest): QueryFilter<CallDocument> {
  const below = [after, filter.to && firstCallIdAt(filter.to.getTime())].filter((id) => id !== undefined).sort()[0]
  const { from, keyId, model, provider, status, tag, idempotencyKey } = filter
  return {
    organizationId,
    ...((below !== undefined || from) && {
      _id: { ...(below !== undefined && { $lt: below }), ...(from && { $gte: firstCallIdAt(from.getTime()) }) },
    }),
    ...(keyId !== undefined && { keyId: plainText('keyId', keyId) }),
    ...(model !== undefined && { model: plainText('model', model) }),
    ...(provider !== undefined && { provider: plainText('provider', provider) }),
    ...(status !== undefined && { status: plainText('status', status) as CallStatus }),
    ...(tag !== undefined && { tags: plainText('tag', tag) }),
    ...(idempotencyKey !== undefined && { idempotencyKey: plainText('idempotencyKey', idempotencyKey) }),
  }
}
