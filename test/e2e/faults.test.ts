import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderServer, startProviderServer } from '../support/provider-process/server.mjs'
import { graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

let provider: ProviderServer
let weir: RunningWeir
const FAULTS = [
  'refuse',
  '400',
  '401',
  '404',
  '429',
  '429-retry-after',
  '500',
  '503',
  'stall-before-headers',
  'stall-before-first-token',
  'malformed-json',
  'error-in-200',
  'empty-body',
  'wrong-content-type',
  'redirect',
] as const
/** What the caller has begun to see cannot be taken back. */
const LATE_FAULTS = ['stall-mid-stream', 'cut-mid-stream', 'end-mid-stream', 'malformed-chunk', 'error-in-stream'] as const
/** The request's own: another target would refuse it too. */
const OF_THE_REQUEST = '400'

const timeouts = { firstTokenMs: 400, idleMs: 400, totalMs: 1_500 }

const SHAPES = ['spared', 'alone', 'subscribed'] as const
/** A place to fail at for each call: what is learnt from one failure must not decide the next call. */
const placeOf = (fault: string, stream: boolean, shape: (typeof SHAPES)[number]) =>
  `${shape}.${stream ? 'streamed' : 'buffered'}.${fault}`
const routeOf = (...place: Parameters<typeof placeOf>) => `route.${placeOf(...place)}`
const targetOf = (...place: Parameters<typeof placeOf>) => `${placeOf(...place)}/fault-${place[0]}`
const PLACES = [...FAULTS, ...LATE_FAULTS].flatMap((fault) =>
  SHAPES.flatMap((shape) => [true, false].map((stream) => [fault, stream, shape] as const)),
)

beforeAll(async () => {
  provider = await startProviderServer()
  const kind = () => ({ kind: 'openai-compatible', baseUrl: provider.url, timeouts: { ...timeouts } })
  const faulty = PLACES.map((place) => ({ name: placeOf(...place), apiKey: 'sk-1', models: [`fault-${place[0]}`], ...kind() }))
  weir = await startWeir({
    config: {
      providers: [...faulty, { name: 'spare', apiKey: 'sk-2', ...kind() }],
      routes: PLACES.map((place) => ({
        name: routeOf(...place),
        targets: [targetOf(...place), ...(place[2] === 'alone' ? [] : ['spare/text'])],
        // How often all are tried again is the fault matrix's subject.
        retry: { attempts: 0 },
      })),
    },
  })
})
afterAll(async () => {
  await weir.stop()
  await provider.close()
})

const ask = async (model: string, stream: boolean) => {
  const response = await fetch(`${weir.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Hi' }] }),
  })
  const text = await response.text().catch((error) => `broken: ${error}`)
  return { status: response.status, text, callId: response.headers.get('x-weir-call-id') }
}

interface Recorded {
  completion: {
    status: string
    model: { id: string }
    cost: null
    route: { attempts: { target: string; outcome: string; error: { code: string } | null }[] }
  }
}
const recordOf = async (id: string | null) => {
  const query =
    'query ($id: ID!) { completion(id: $id) { status model { id } route { attempts { target outcome error { code } } } } }'
  return (await graphql<Recorded>(weir, query, { id })).data.completion
}

describe.each([true, false])('streamed: %s', (stream) => {
  it.each(FAULTS.filter((fault) => fault !== OF_THE_REQUEST))(
    '%s: the next target serves, and the record tells both tries',
    async (fault) => {
      const answer = await ask(routeOf(fault, stream, 'spared'), stream)
      expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(/\w/) })
      if (stream) expect(answer.text.trimEnd().endsWith('[DONE]')).toBe(true)
      const { status, model, route } = await recordOf(answer.callId)
      expect([status, model.id]).toEqual(['COMPLETED', 'spare/text'])
      expect(route.attempts).toMatchObject([
        { target: targetOf(fault, stream, 'spared'), outcome: 'FAILED', error: { code: expect.stringMatching(/^PROVIDER_/) } },
        { target: 'spare/text', outcome: 'SUCCEEDED' },
      ])
    },
  )

  it(`${OF_THE_REQUEST}: is not tried elsewhere`, async () => {
    const answer = await ask(routeOf(OF_THE_REQUEST, stream, 'spared'), stream)
    expect(answer.status).toBe(400)
    expect((await recordOf(answer.callId)).route.attempts).toHaveLength(1)
  })

  it.each(FAULTS)('%s: without a spare is a typed error, never a hang or a clean end', async (fault) => {
    const answer = await ask(routeOf(fault, stream, 'alone'), stream)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(JSON.parse(answer.text)).toMatchObject({ error: { message: expect.any(String), code: expect.any(String) } })
    const { status, route } = await recordOf(answer.callId)
    // A buffered call learns of the second one by the headers of a stream that it did not ask for.
    const timesOut = fault === 'stall-before-headers' || (stream && fault === 'stall-before-first-token')
    expect([status, route.attempts.length]).toEqual([timesOut ? 'TIMED_OUT' : 'FAILED', 1])
  })
})

describe('after content has begun', () => {
  it.each(LATE_FAULTS)('%s ends the stream with an error and without [DONE], and no other target repeats it', async (fault) => {
    const answer = await ask(routeOf(fault, true, 'spared'), true)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('"error"')
    expect(answer.text).not.toContain('[DONE]')
    const record = await recordOf(answer.callId)
    expect(['UPSTREAM_TRUNCATED', 'TIMED_OUT']).toContain(record.status)
    expect(record.route.attempts).toHaveLength(1)
  })

  it.each(LATE_FAULTS)('%s is a Failed event with the partial answer by GraphQL', async (fault) => {
    const query = `subscription { completionStream(input: { model: "${routeOf(fault, true, 'subscribed')}", messages: [{ role: USER, text: "Hi" }] }) {
      __typename ... on Failed { error { code } partial { text } } } }`
    const response = await fetch(`${weir.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${weir.adminKey}`, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    })
    const text = await response.text()
    expect(text).toMatch(/"__typename":"Failed","error":\{"code":"PROVIDER_\w+"\},"partial":\{"text":"\w+/)
    expect(text).not.toContain('"Completed"')
  })
})
