import mongoose from 'mongoose'
import { GatewayError } from '../domain/gateway-error.js'

const { MongoBulkWriteError, MongoError, MongoInvalidArgumentError, MongoServerError } = mongoose.mongo

export const DUPLICATE_KEY = 11_000

/** What MongoDB will answer to the same document for ever: bad values, documents that are too large or break a validator. */
const PERMANENT_CODES = new Set<unknown>([2, 9, 14, 22, 28, 40, 52, 54, 56, 57, 66, 121, 10_334, 17_280])

export function isPermanent(code: unknown): boolean {
  return PERMANENT_CODES.has(code)
}

/** Runs a database operation; whatever fails becomes STORAGE_UNAVAILABLE. */
export async function guard<Result>(operation: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await operation()
  } catch (error) {
    throw error instanceof GatewayError ? error : unavailable(error)
  }
}

/** As `guard`, but what concerns the documents and not the database is thrown as it is: it would fail again. */
export async function guardWrites<Result>(operation: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await operation()
  } catch (error) {
    throw concernsDocuments(error) ? error : unavailable(error)
  }
}

export function unavailable(cause: unknown): GatewayError {
  return new GatewayError(
    'STORAGE_UNAVAILABLE',
    'MongoDB cannot be reached or failed. Check that it runs and that MONGODB_URI is right.',
    {
      cause,
      retryAfterMs: 1_000,
    },
  )
}

export interface WriteFailure {
  readonly index: number
  readonly code: unknown
  readonly message: string
}

/**
 * The failures of an unordered bulk write, document by document; empty when it succeeded.
 * @throws {GatewayError} STORAGE_UNAVAILABLE when any of them may succeed later.
 */
export async function bulkFailures(operation: () => PromiseLike<unknown>): Promise<readonly WriteFailure[]> {
  try {
    await guardWrites(operation)
    return []
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error
    return [error.writeErrors].flat().map(({ index, code, errmsg }) => ({ index, code, message: errmsg ?? 'no reason given' }))
  }
}

function concernsDocuments(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) return onlyLasting(error)
  if (error instanceof MongoInvalidArgumentError) return true
  if (error instanceof MongoServerError) return isPermanent(error.code)
  return !(error instanceof MongoError || error instanceof mongoose.Error)
}

function onlyLasting(error: InstanceType<typeof MongoBulkWriteError>): boolean {
  const codes: unknown[] = [error.writeErrors].flat().map(({ code }) => code)
  return (
    codes.length > 0 && !error.result.getWriteConcernError() && codes.every((code) => code === DUPLICATE_KEY || isPermanent(code))
  )
}
