import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Attempt, Completion } from '../../src/domain/completion.js'
import { GATEWAY_ERRORS, GatewayError, type GatewayErrorCode } from '../../src/domain/gateway-error.js'
import { createUsage } from '../../src/domain/usage.js'
import { CALLS, type CallName, openEveryDoor, WHOLE_CALLS } from './support/every-door.js'
import { createCompletion, fail, say } from './support/fake-pipeline.js'

let doors: Awaited<ReturnType<typeof openEveryDoor>>
beforeAll(async () => {
  doors = await openEveryDoor()
})
afterAll(() => doors.close())

const { choices: _choices, status: _status, ...ACCOUNTS } = createCompletion()
beforeEach(() => {
  const { pipeline } = doors
  pipeline.script = say([{ type: 'text-delta', text: 'Hello' }])
  pipeline.completion = {}
  pipeline.embedding = { ...ACCOUNTS, vectors: [[1]] }
  pipeline.moderation = { ...ACCOUNTS, results: [{ flagged: false, categories: [] }] }
  pipeline.ranking = { ...ACCOUNTS, usage: createUsage(), results: [{ index: 0, score: 1 }] }
  pipeline.estimation = {
    model: 'm',
    inputTokens: 1,
    countedBy: 'TOKENIZER',
    maxOutputTokens: 1,
    inputCost: null,
    maxCost: null,
  }
})

const COMPLETIONS = Object.keys(CALLS) as (keyof typeof CALLS)[]
const WHOLE = Object.keys(WHOLE_CALLS) as (keyof typeof WHOLE_CALLS)[]
const EVERY: CallName[] = [...COMPLETIONS, ...WHOLE]
const BUFFERED = EVERY.filter((name) => !name.includes('streamed') && !name.includes('count'))

/** The request and the options that the pipeline got last. */
function got(name: CallName) {
  const { seen, whole, embedded, options } = doors.pipeline
  if (name in CALLS) return seen.at(-1)!
  const request = name.startsWith('embed') ? embedded.at(-1)! : whole.at(-1)!
  return { request, options: options! }
}

describe.each(EVERY)('%s', (name) => {
  it('hands the deadline over, less what the door took, and the headers as they came', async () => {
    const response = await doors.ask(name, { 'x-weir-deadline-ms': '60000', 'x-canary': 'yes' })
    expect(response.status).toBe(200)
    await response.text()
    const { options } = got(name)
    expect(options.deadlineMs).toBeLessThan(60_000)
    expect(options.deadlineMs).toBeGreaterThan(50_000)
    expect(options.headers).toMatchObject({ 'x-canary': 'yes' })
  })

  it('has no deadline unless one is sent', async () => {
    await (await doors.ask(name)).text()
    expect(got(name).options).toMatchObject({ deadlineMs: undefined })
  })

  it.each(['0', '-1', '1.5', '1e3', 'soon', '86400001', '99999999999', ''])(
    'refuses the deadline %j by the name of the header',
    async (deadline) => {
      const response = await doors.ask(name, { 'x-weir-deadline-ms': deadline })
      expect([response.status, response.headers.get('x-weir-error')]).toEqual([400, 'INVALID_REQUEST'])
      expect(await response.text()).toContain('x-weir-deadline-ms')
    },
  )

  it('hands the classes of data over, and refuses those that no policy could name', async () => {
    await (await doors.ask(name, { 'x-weir-data-classes': 'PII, health,pii' })).text()
    expect(got(name).request).toMatchObject({ dataClasses: ['pii', 'health'] })
    const response = await doors.ask(name, { 'x-weir-data-classes': 'pii, per sonal' })
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('x-weir-data-classes')])
  })

  it('says when to come again whenever it answers 429 or 503', async () => {
    for (const [code, { status, retryable }] of Object.entries(GATEWAY_ERRORS)) {
      if (status !== 429 && status !== 503) continue
      failWith(code as GatewayErrorCode)
      const response = await doors.ask(name)
      await response.text()
      const answered = { code: response.headers.get('x-weir-error'), retryAfter: response.headers.get('retry-after') }
      expect(answered).toEqual({ code, retryAfter: retryable ? '1' : '60' })
      failWith(code as GatewayErrorCode, { retryAfterMs: 6_500 })
      expect((await doors.ask(name)).headers.get('retry-after')).toBe('7')
    }
  })
})

describe.each(COMPLETIONS)('%s', (name) => {
  it('hands the objective over', async () => {
    await (await doors.ask(name, { 'x-weir-objective': 'Cost' })).text()
    expect(got(name).request).toMatchObject({ objective: 'COST' })
    const response = await doors.ask(name, { 'x-weir-objective': 'speed' })
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('x-weir-objective')])
  })
})

const failed = (target: string): Attempt => ({
  ...{ target, deployment: `${target}@eu`, role: 'PRIMARY', outcome: 'FAILED', durationMs: 3 },
  error: { code: 'PROVIDER_OVERLOADED', message: 'Busy.' },
})
const served = (target: string, role: Attempt['role']): Attempt => ({
  ...{ target, deployment: `${target}@us`, role, outcome: 'SUCCEEDED', durationMs: 5, costNanos: 1_500_000n },
})
const ROUTED: Partial<Completion> = {
  route: 'smärt',
  attempts: [failed('a/one'), served('b/two', 'FALLBACK'), served('c/three', 'SHADOW')],
  routing: { rule: 'big', split: null, strategy: 'WEIGHTED', reason: 'It was drawn.' },
}

function route(accounts: Partial<Completion>) {
  const { pipeline } = doors
  pipeline.completion = accounts
  for (const kind of ['embedding', 'moderation', 'ranking'] as const) Object.assign(pipeline[kind], accounts)
}

describe.each(BUFFERED)('%s', (name) => {
  it('names the route, the deployment that answered, and the number of attempts', async () => {
    route(ROUTED)
    const { headers } = await doors.ask(name)
    const answered = ['route', 'deployment', 'attempts'].map((what) => headers.get(`x-weir-${what}`))
    expect(answered).toEqual(['sm?rt', 'b/two@us', '3'])
  })

  it('names no route and no deployment where there was none', async () => {
    route({ route: null, attempts: [{ target: 'a/one', outcome: 'SUCCEEDED', durationMs: 5 }] })
    const { headers } = await doors.ask(name)
    const answered = ['route', 'deployment', 'attempts'].map((what) => headers.get(`x-weir-${what}`))
    expect(answered).toEqual([null, null, '1'])
  })
})

describe.each(COMPLETIONS)('%s', (name) => {
  it('tells the attempts, what they cost and how the route decided to who asks for details', async () => {
    route(ROUTED)
    const text = await (await doors.ask(name, { 'x-weir-include': 'details' })).text()
    expect(text).toContain('"cost":"0.0015"')
    expect(text).toContain('"deployment":"a/one@eu","role":"PRIMARY"')
    expect(text).toContain('"strategy":"WEIGHTED"')
    const plain = await (await doors.ask(name)).text()
    expect(plain).not.toContain('a/one@eu')
  })
})

function failWith(code: GatewayErrorCode, details = {}) {
  const { pipeline } = doors
  pipeline.script = fail(code, [], details)
  const error = new GatewayError(code, 'It failed.', details)
  Object.assign(pipeline, { embedding: error, moderation: error, ranking: error, estimation: error })
}
