import type { Model } from 'mongoose'
import type { CallBodyStore } from '../domain/stores.js'
import { type CallBodyDocument, toCallBody } from './call-body-document.js'
import { inOrder } from './in-order.js'
import { guard } from './storage-errors.js'

export function createCallBodyStore(bodies: Model<CallBodyDocument>): CallBodyStore {
  return {
    async findMany(organizationId, ids) {
      const found = await guard(() => bodies.find({ _id: { $in: [...ids] }, organizationId }).lean<CallBodyDocument[]>())
      return inOrder(ids, found, toCallBody)
    },
  }
}
