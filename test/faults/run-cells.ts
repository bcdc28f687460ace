import { eventually, graphql, type RunningWeir } from '../support/start-weir.js'
import { askDoor } from './ask-door.js'
import type { Cell } from './cells.js'
import { type CallOnRecord, RECORD } from './operations.js'
import type { Seen } from './seen.js'

/** A cell as it went. */
export interface Outcome {
  readonly cell: Cell
  readonly seen: Seen
  readonly record: CallOnRecord
}

/** Records are read after the drain, which a slow machine delays. */
const RECORD_MS = 20_000
const CALLS_AT_A_TIME = 24
const RECORDS_AT_A_TIME = 4

/** Every cell, and then what is on record of each. */
export async function runCells(weir: RunningWeir, cells: readonly Cell[]): Promise<Outcome[]> {
  const seen = await inOrder(cells, CALLS_AT_A_TIME, (cell) => askDoor(cell.door, weir.url, weir.adminKey, cell.id, cell.mode))
  const records = await inOrder(seen, RECORDS_AT_A_TIME, ({ callId }) => readRecord(weir, callId))
  return cells.map((cell, index) => ({ cell, seen: seen[index]!, record: records[index]! }))
}

/** So many at a time; the answers in the order of the items. */
async function inOrder<Item, Answer>(
  items: readonly Item[],
  most: number,
  run: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length)
  let next = 0
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) answers[index] = await run(items[index]!)
  }
  await Promise.all(Array.from({ length: most }, work))
  return answers
}

/** By the id that the client was told. */
export async function readRecord(weir: RunningWeir, id: string): Promise<CallOnRecord> {
  const { data } = await eventually(
    () => graphql<{ completion: CallOnRecord | null }>(weir, RECORD, { id }),
    ({ data }) => data?.completion !== null && data?.completion !== undefined,
    RECORD_MS,
  )
  return data.completion!
}
