import type { Model } from 'mongoose'
import { GatewayError } from '../domain/gateway-error.js'
import type { ResponseStore } from '../domain/stores.js'
import { toBytes } from './call-document.js'
import { inOrder } from './in-order.js'
import { type ResponseDocument, toResponseDocument, toStoredResponse } from './response-document.js'
import { guard } from './storage-errors.js'

const DAY_MS = 86_400_000
/** Below MongoDB's own limit of 16 MiB, with room for the other fields. */
export const MAX_RESPONSE_BYTES = 15 * 1024 * 1024

export function createResponseStore(responses: Model<ResponseDocument>, retentionDays: number): ResponseStore {
  return {
    async insert(response) {
      const document = toResponseDocument(response, new Date(response.createdAt.getTime() + retentionDays * DAY_MS))
      if (toBytes(document.json).length > MAX_RESPONSE_BYTES) throw tooLarge()
      await guard(() => responses.collection.insertOne(document as never))
    },
    async findMany(organizationId, ids) {
      const found = await guard(() => responses.find({ _id: { $in: [...ids] }, organizationId }).lean<ResponseDocument[]>())
      return inOrder(ids, found, toStoredResponse)
    },
    async delete(organizationId, id) {
      const { deletedCount } = await guard(() => responses.deleteOne({ _id: id, organizationId }))
      return deletedCount === 1
    },
  }
}

function tooLarge(): GatewayError {
  return new GatewayError(
    'PAYLOAD_TOO_LARGE',
    `A response and its input are stored up to ${MAX_RESPONSE_BYTES} bytes, and this one has more. Send media as URLs, or store: false.`,
  )
}
