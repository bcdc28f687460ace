import type { SharedCache } from 'dataloader-cache'
import type { Admin } from '../admin/admin.js'
import type { CallRecord } from '../domain/call-record.js'
import type { Principal } from '../domain/principal.js'

/** What the loaders of an operation load from, and for whom. */
export interface LoaderSource {
  readonly admin: Admin
  readonly principal: Principal
  /** Records of ended calls, by organisation and id. */
  readonly endedCalls: SharedCache<CallRecord>
}
