import { isCallId } from '../../../domain/call-id.js'

/**
 * Ids are derived from the call's, so that whoever is handed one finds what it names without an index: `resp_<call id>`, and for the items
 * of its output `msg_`, `fc_` or `rs_` with the call and the item's place.
 */
const CALL_PREFIX = 'call_'
const RESPONSE_ID = /^resp_(call_.+)$/
const ITEM_ID = /^(?:msg|fc|rs|in)_([0-9a-z]{23})_(\d{1,6})$/

export type ItemPrefix = 'msg' | 'fc' | 'rs' | 'in'

export function toResponseId(callId: string): string {
  return `resp_${callId}`
}

/** The call that made the response; null for an id that is not ours. */
export function callOfResponse(id: string): string | null {
  const callId = RESPONSE_ID.exec(id)?.[1]
  return callId !== undefined && isCallId(callId) ? callId : null
}

export function toItemId(prefix: ItemPrefix, callId: string, place: number): string {
  return `${prefix}_${callId.slice(CALL_PREFIX.length)}_${place}`
}

/** Where an item of ours comes from; null for an id that a provider or a client gave. */
export function placeOfItem(id: string): { readonly callId: string; readonly isInput: boolean; readonly place: number } | null {
  const [, suffix, place] = ITEM_ID.exec(id) ?? []
  const callId = CALL_PREFIX + suffix
  return suffix !== undefined && isCallId(callId) ? { callId, isInput: id.startsWith('in_'), place: Number(place) } : null
}
