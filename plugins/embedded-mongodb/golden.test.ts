import { readFileSync } from 'node:fs'
import { EJSON } from 'bson'
import { type Collection, type Document, MongoClient, MongoServerError } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './fixtures/test-server.js'

interface Case {
  kind: 'find' | 'aggregate' | 'updateOne' | 'updateMany'
  result?: unknown
  error?: { $numberInt: string }
}

interface Input {
  filter: Document
  options: Document
  pipeline: Document[]
  update: Document
}

const text = readFileSync(new URL('./fixtures/mongodb-semantics.json', import.meta.url), 'utf8')
const recorded = JSON.parse(text) as { cases: Case[] }
// The inputs keep their BSON types, the results stay as they were written down.
const typed = EJSON.parse(text, { relaxed: false }) as unknown as { documents: Document[]; cases: Input[] }
// The driver takes skip and limit as plain numbers only.
const plain = EJSON.parse(text, { relaxed: true }) as unknown as { cases: Input[] }

/** What a store may not use: `$dateDiff`, `$lookup`, positional updates and the like. `$bogus` of four cases is refused too. */
const refusedCases = [10, 13, 14, 23, 31, 46, 48, 51, 54, 55, 56, 57, 60, 66, 78, 79, 80, 85]

let running: TestServer
let client: MongoClient
let collection: Collection<Document>

beforeAll(async () => {
  running = await startTestServer()
  client = await MongoClient.connect(running.uri)
  collection = client.db('golden').collection('c')
})

afterAll(async () => {
  await client?.close()
  await running?.stop()
})

async function run(kind: Case['kind'], { filter, options, pipeline, update }: Input): Promise<unknown> {
  if (kind === 'find') return collection.find(filter, options).toArray()
  if (kind === 'aggregate') return collection.aggregate(pipeline).toArray()
  const { matchedCount, modifiedCount, upsertedCount } = await collection[kind](filter, update, options)
  const after = await collection.find().sort({ _id: 1 }).toArray()
  for (const document of after) if (document._id?._bsontype === 'ObjectId') Object.assign(document, { _id: 'GENERATED' })
  return { matchedCount, modifiedCount, upsertedCount, after }
}

function inputOf(index: number): Input {
  return { ...typed.cases[index]!, options: plain.cases[index]!.options }
}

type Outcome = { result: unknown } | { code: number; message: string }

async function outcomeOf(index: number): Promise<Outcome> {
  await collection.drop()
  await collection.insertMany(typed.documents)
  try {
    return { result: JSON.parse(EJSON.stringify(await run(recorded.cases[index]!.kind, inputOf(index)), { relaxed: false })) }
  } catch (error) {
    if (error instanceof MongoServerError) return { code: Number(error.code), message: error.message }
    throw error
  }
}

function isRefusal(outcome: Outcome): outcome is { code: number; message: string } {
  return 'code' in outcome && outcome.message.includes('MONGODB_URI')
}

describe('recorded semantics of MongoDB', () => {
  const answered: number[] = []
  const refused: number[] = []

  it.each(recorded.cases.map((each, index) => [index, JSON.stringify({ ...each, result: undefined }), each] as const))(
    'case %i is answered as by MongoDB or refused: %s',
    async (index, _, { result, error }) => {
      const outcome = await outcomeOf(index)
      if (isRefusal(outcome)) {
        refused.push(index)
        return
      }
      if (error === undefined) expect(outcome).toEqual({ result })
      else expect(outcome).toMatchObject({ code: Number(error.$numberInt) })
      answered.push(index)
    },
  )

  it('answers 69 of the 87 cases, all that a store may use, and refuses 18', () => {
    console.log(`golden: ${answered.length} answered as by MongoDB, ${refused.length} refused`)
    expect({ answered: answered.length, refused }).toEqual({ answered: 69, refused: refusedCases })
  })
})
