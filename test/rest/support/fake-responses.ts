import type { ResponseStore, StoredResponse } from '../../../src/domain/stores.js'

/** Responses in memory, by organisation; as JSON, like the real store. */
export class FakeResponses implements ResponseStore {
  readonly stored = new Map<string, string>()
  /** What the next insert does instead. */
  insertFails: (() => Promise<void>) | undefined
  reads = 0

  async insert(response: StoredResponse): Promise<void> {
    if (this.insertFails) return this.insertFails()
    this.stored.set(`${response.organizationId} ${response.id}`, JSON.stringify(response))
  }

  async findMany(organizationId: string, ids: readonly string[]): Promise<readonly (StoredResponse | null)[]> {
    this.reads++
    return ids.map((id) => {
      const text = this.stored.get(`${organizationId} ${id}`)
      if (text === undefined) return null
      const response = JSON.parse(text) as StoredResponse
      return { ...response, createdAt: new Date(response.createdAt) }
    })
  }

  async delete(organizationId: string, id: string): Promise<boolean> {
    return this.stored.delete(`${organizationId} ${id}`)
  }
}
