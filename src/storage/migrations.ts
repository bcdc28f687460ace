import type { Connection } from 'mongoose'

/** One step forward of the database. It must be safe to run again over its own half-done work, or say that it is not. */
export interface Migration {
  /** The schema version that the database has afterwards. */
  readonly version: number
  readonly name: string
  /** Whether another process may run it again when the one that began has died. */
  readonly resumable: boolean
  run(connection: Connection): Promise<void>
}

/** In order and without gaps; a released one is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'create collections and indexes',
    resumable: true,
    async run(connection) {
      for (const model of Object.values(connection.models)) await model.createIndexes()
    },
  },
  {
    version: 2,
    name: 'keep responses and the state of turns',
    resumable: true,
    async run({ models }) {
      await models['Response']?.createIndexes()
      await models['TurnState']?.createIndexes()
    },
  },
  {
    version: 3,
    name: 'keep what is declared by the API',
    resumable: true,
    async run({ models }) {
      await models['Config']?.createIndexes()
      await models['Credential']?.createIndexes()
      await models['DataKey']?.createIndexes()
    },
  },
]
