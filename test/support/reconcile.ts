import mongoose from 'mongoose'
import type { ClientLedger } from './load.js'
import type { LedgerEntry } from './provider-process/server.mjs'
import { eventually, graphql, type RunningWeir } from './start-weir.js'

export interface StoredCall {
  readonly _id: string
  readonly endUser?: string
  readonly status: string
  readonly costNanos?: bigint
}

/** Every call on record, read from the database itself by the address that the gateway prints. */
export async function readCalls(weir: RunningWeir): Promise<StoredCall[]> {
  const uri = /^MongoDB: (.*)$/m.exec(weir.output())?.[1] ?? ''
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 3_000 }).asPromise()
  try {
    const calls = connection.collection<StoredCall>('calls').find({}, { useBigInt64: true, sort: { _id: 1 } })
    return (await calls.toArray()) as StoredCall[]
  } finally {
    await connection.close()
  }
}

/** The calls once nothing more arrives: all journals are drained. */
export async function readSettledCalls(weir: RunningWeir): Promise<StoredCall[]> {
  let last = -1
  return eventually(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      return readCalls(weir)
    },
    (calls) => {
      const settled = calls.length === last
      last = calls.length
      return settled
    },
    20_000,
  )
}

export interface Reconciliation {
  /** Served by the provider and not on record. */
  readonly servedButMissing: string[]
  /** Answered to the client more than `graceMs` before the kill and not on record as completed. */
  readonly answeredButMissing: string[]
  /** On record more than once. */
  readonly twice: string[]
}

/** Holds what the clients and the provider saw against what is on record. `killedAt` of a mark's round, in milliseconds. */
export function reconcile(
  calls: readonly StoredCall[],
  client: ClientLedger,
  provider: readonly LedgerEntry[],
  killedAt: (mark: string) => number,
  graceMs = 200,
): Reconciliation {
  const byMark = new Map<string, StoredCall[]>()
  for (const call of calls) byMark.set(call.endUser ?? '', [...(byMark.get(call.endUser ?? '') ?? []), call])
  const completed = new Set(calls.filter((call) => call.status === 'COMPLETED').map((call) => call._id))
  return {
    servedButMissing: provider.map((entry) => entry.user ?? '').filter((mark) => !byMark.has(mark)),
    answeredButMissing: client.answered
      .filter(({ mark, callId, at }) => at < killedAt(mark) - graceMs && !completed.has(callId))
      .map(({ mark }) => mark),
    twice: [...byMark].filter(([mark, found]) => mark !== '' && found.length > 1).map(([mark]) => mark),
  }
}

/** Requests and cost of the roll-ups over all time. */
export async function readRollUp(weir: RunningWeir): Promise<{ requests: number; cost: string }> {
  const from = new Date(Date.now() - 3_600_000).toISOString()
  const query = `query ($from: DateTimeISO!) { usage(where: { from: $from }) { requests cost } }`
  const { data, errors } = await graphql<{ usage: { requests: number; cost: string }[] }>(weir, query, { from })
  if (errors) throw new Error(JSON.stringify(errors))
  return data.usage[0] ?? { requests: 0, cost: '0' }
}
