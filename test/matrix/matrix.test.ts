import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonAnswer } from '../support/provider-process/canon.mjs'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { type RunningWeir, startWeir } from '../support/start-weir.js'
import { createAiSdk } from './clients/ai-sdk.js'
import { createAnthropic } from './clients/anthropic.js'
import { createGemini } from './clients/gemini.js'
import { createGraphql } from './clients/graphql.js'
import { createOpenAiChat } from './clients/openai-chat.js'
import { createOpenAiResponses } from './clients/openai-responses.js'
import { faultyModel, faultyProviders, faultyRoutes } from './faulty-providers.js'
import { askFor, FAULT_STATUS, FAULTS, FEATURES, type Feature, IMAGE, inputOf, questionFor, SCHEMA } from './features.js'
import { IMPOSSIBLE } from './impossible.js'
import { KINDS, type Kind } from './kinds.js'
import { type Cell, toTable } from './print-matrix.js'
import type { Client, Reply } from './question.js'

const CLIENTS = ['openai chat', 'openai responses', 'anthropic', 'gemini', 'graphql', 'ai sdk'] as const

let provider: ProviderServer
let weir: RunningWeir
let clients: Record<(typeof CLIENTS)[number], Client>
let closeGraphql: () => Promise<void>
const cells: Cell[] = []

beforeAll(async () => {
  provider = await startProviderServer({ keepBodies: 20 })
  const providers = new Map(KINDS.map((kind) => [kind.name, { name: kind.name, ...kind.config(provider.origin) }]))
  for (const kind of KINDS)
    for (const scenario of [...FEATURES, ...FAULTS, 'agent', 'fault-cut-mid-stream'])
      provider.setScenario(kind.modelOf(scenario), scenario)
  weir = await startWeir({
    config: {
      providers: [...providers.values(), ...faultyProviders(provider.origin, CLIENTS)],
      routes: faultyRoutes(CLIENTS),
    },
  })
  const graphql = createGraphql(weir.url, weir.adminKey)
  closeGraphql = () => graphql.close()
  clients = {
    'openai chat': createOpenAiChat(weir.url, weir.adminKey),
    'openai responses': createOpenAiResponses(weir.url, weir.adminKey),
    anthropic: createAnthropic(weir.url, weir.adminKey),
    gemini: createGemini(weir.url, weir.adminKey),
    graphql,
    'ai sdk': createAiSdk(weir.url, weir.adminKey),
  }
})
afterAll(async () => {
  await closeGraphql?.()
  await weir?.stop()
  await provider?.close()
  const table = toTable(cells, IMPOSSIBLE)
  console.log(table)
  const file = process.env['WEIR_MATRIX_FILE']
  if (file) writeFileSync(file, table)
})

const impossible = (client: string, kind: Kind, feature: Feature) =>
  IMPOSSIBLE.some(
    (cell) => cell.feature === feature && (cell.kind ?? kind.label) === kind.label && (cell.client ?? client) === client,
  )

/** Runs a cell and keeps its outcome for the table. */
function cell(name: (typeof CLIENTS)[number], kind: Kind, feature: string, stream: boolean, run: () => Promise<void>): void {
  it(`${feature}, ${stream ? 'streamed' : 'buffered'}`, async () => {
    const entry: Cell = { client: name, kind: kind.label, feature, stream, outcome: 'failed' }
    cells.push(entry)
    await run()
    entry.outcome = 'passed'
  })
}

describe.each(CLIENTS)('%s', (name) => {
  describe.each(KINDS)('to $label', (kind) => {
    const model = (scenario: string) => `${kind.name}/${kind.modelOf(scenario)}`
    const faulty = (fault: string, stream: boolean) => faultyModel(kind, name, stream, fault)

    for (const stream of [false, true]) {
      for (const feature of FEATURES.filter((feature) => !impossible(name, kind, feature))) {
        cell(name, kind, feature, stream, async () => {
          const reply = await clients[name].start(questionFor(feature, model(feature)), stream).begin()
          expectReply(reply, feature, kind)
          expectReceived(kind, feature, stream)
        })
      }
      for (const fault of FAULTS) {
        cell(name, kind, fault, stream, async () => {
          const failure = await clients[name]
            .start(questionFor('text', faulty(fault, stream)), stream)
            .begin()
            .then(
              (reply) => Promise.reject(new Error(`It was answered: ${JSON.stringify(reply)}`)),
              (error: unknown) => error,
            )
          expect(FAULT_STATUS[fault], String(failure)).toContain(clients[name].statusOf(failure))
        })
      }
    }
    cell(name, kind, 'fault-cut-mid-stream', true, async () => {
      const conversation = clients[name].start(questionFor('text', faulty('fault-cut-mid-stream', true)), true)
      await expect(conversation.begin()).rejects.toThrow()
    })
  })
})

function expectReply(reply: Reply, feature: Feature, kind: Kind): void {
  const canon = canonAnswer(askFor(feature))
  expect(reply.text).toBe(canon.text)
  expect(reply.calls).toEqual(canon.calls.map((call) => ({ name: call.name, arguments: JSON.parse(call.arguments) })))
  expect(reply.finish).toBe(canon.finish)
  if (feature === 'reasoning') expect(reply.reasoning).toBe(canon.reasoning)
  const { usage } = reply
  expect(usage.input).toBe(inputOf(canon))
  expect(usage.output).toBe(canon.usage.output + canon.usage.reasoning)
  if (usage.cacheRead !== null) expect(usage.cacheRead).toBe(canon.usage.cacheRead)
  if (usage.reasoning !== null) expect(usage.reasoning).toBe(kind.countsReasoning ? canon.usage.reasoning : 0)
}

function expectReceived(kind: Kind, feature: Feature, stream: boolean): void {
  const request = provider.requests.findLast(({ path }) => path.startsWith(`${kind.prefix}/`))!
  const received = kind.read(request)
  const question = questionFor(feature, '')
  expect(received.text).toBe(question.text)
  expect(received.tools).toEqual((question.tools ?? []).map(({ name }) => name))
  expect(received.image).toBe(feature === 'images' ? IMAGE : undefined)
  if (feature === 'json-schema')
    expect(received.schema).toMatchObject({ properties: { city: SCHEMA.properties.city }, required: SCHEMA.required })
  expect(provider.ledger.at(-1)).toMatchObject({ stream, outcome: 'complete' })
}
