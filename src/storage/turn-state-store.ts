import mongoose, { type Model } from 'mongoose'
import type { ContentPart } from '../domain/content.js'
import type { TurnState, TurnStateStore } from '../domain/stores.js'
import { toBytes } from './call-document.js'
import { bulkFailures, guard } from './storage-errors.js'

export const TURN_STATE_SCHEMA_VERSION = 1

export interface TurnStateDocument {
  /** Organisation and tool-call id, so that neither can be asked for without the other. */
  readonly _id: string
  readonly organizationId: string
  readonly toolCallId: string
  readonly json: Uint8Array | mongoose.mongo.Binary
  readonly expiresAt: Date
  readonly schemaVersion: number
}

export const turnStateSchema = new mongoose.Schema<TurnStateDocument>(
  { _id: { type: String, required: true }, organizationId: String, toolCallId: String, expiresAt: Date },
  { collection: 'turn_states', versionKey: false, autoIndex: false, autoCreate: false },
).index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const DAY_MS = 86_400_000
/** An agent's loop answers a tool call within minutes; a person who approves one may take until tomorrow. */
const KEPT_MS = DAY_MS
/** Of a turn as JSON. A larger one is not kept: its client has to send the state back itself. */
export const MAX_TURN_BYTES = 1024 * 1024
/** Providers' ids have some tens of characters. */
export const MAX_TOOL_CALL_ID = 512

/**
 * Keeps a turn for 24 hours. A tool-call id that comes again replaces what it had, since some vendors begin to count anew with each
 * answer. What is beyond the limits of size is left out.
 */
export function createTurnStateStore(turns: Model<TurnStateDocument>, now: () => Date): TurnStateStore {
  return {
    async insert(organizationId, states) {
      const expiresAt = new Date(now().getTime() + KEPT_MS)
      const operations = states.flatMap((state) => toUpsert(organizationId, state, expiresAt))
      if (operations.length === 0) return
      await bulkFailures(() => turns.collection.bulkWrite(operations as never, { ordered: false }))
    },
    async findMany(organizationId, toolCallIds) {
      const ids = toolCallIds.filter((id) => id.length <= MAX_TOOL_CALL_ID).map((id) => toKey(organizationId, id))
      if (ids.length === 0) return []
      const query = { _id: { $in: ids }, organizationId }
      return (await guard(() => turns.find(query).lean<TurnStateDocument[]>())).map(toTurnState)
    },
  }
}

function toUpsert(organizationId: string, { toolCallId, parts }: TurnState, expiresAt: Date): object[] {
  const json = Buffer.from(JSON.stringify(parts))
  if (json.length > MAX_TURN_BYTES || toolCallId.length > MAX_TOOL_CALL_ID) return []
  const fields = { organizationId, toolCallId, json, expiresAt, schemaVersion: TURN_STATE_SCHEMA_VERSION }
  return [{ updateOne: { filter: { _id: toKey(organizationId, toolCallId) }, update: { $set: fields }, upsert: true } }]
}

/** Organisation ids hold no line break. */
function toKey(organizationId: string, toolCallId: string): string {
  return `${organizationId}\n${toolCallId}`
}

function toTurnState({ toolCallId, json }: TurnStateDocument): TurnState {
  return { toolCallId, parts: JSON.parse(toBytes(json).toString()) as ContentPart[] }
}
