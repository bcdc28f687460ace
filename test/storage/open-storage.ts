import { startTestServer } from '../../plugins/embedded-mongodb/fixtures/test-server.js'
import { connectStorage, type Storage } from '../../src/storage/connect-storage.js'

export interface OpenedStorage {
  readonly storage: Storage
  readonly uri: string
  close(): Promise<void>
}

export const STORAGE_LOG = { info() {}, warn() {} }

/** A storage on an embedded server of its own, migrated. */
export async function openStorage(now?: () => Date): Promise<OpenedStorage> {
  const server = await startTestServer()
  const storage = await connectStorage({
    uri: server.uri,
    log: STORAGE_LOG,
    callRetentionDays: 30_000,
    bodyRetentionDays: 30_000,
    responseRetentionDays: 30_000,
    now,
  })
  await storage.migrate()
  return {
    storage,
    uri: server.uri,
    async close() {
      await storage.close()
      await server.stop()
    },
  }
}
