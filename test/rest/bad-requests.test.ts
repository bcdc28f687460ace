import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEY, say } from './support/fake-pipeline.js'
import { type OpenDoor, openDoor } from './support/open-door.js'

const BODY_LIMIT = 20_000
let door: OpenDoor
beforeAll(async () => {
  door = await openDoor({}, BODY_LIMIT)
})
afterAll(() => door.close())

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** Over node:http, since fetch would refuse or repair some of these itself. */
function send({ method = 'POST', path = '/v1/chat/completions', headers = {}, body }: Sent) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const sent = request(`${door.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
    })
    sent.on('error', reject)
    sent.on('response', async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
    })
    sent.end(body)
  })
}

const USER = { role: 'user', content: 'Hi' }
const ask = (fields: object = {}) => ({ model: 'm', messages: [USER], ...fields })
const message = (fields: object) => ask({ messages: [USER, { role: 'user', ...fields }] })
const assistant = (fields: object) => ask({ messages: [{ role: 'assistant', ...fields }] })
const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) })
const part = (fields: object) => message({ content: [{ type: 'text', text: 'a' }, fields] })

const WRONG_FIELDS: readonly (readonly [path: string, body: object])[] = [
  ['model', { messages: [USER] }],
  ['model', ask({ model: '' })],
  ['model', ask({ model: 7 })],
  ['messages', { model: 'm' }],
  ['messages', ask({ messages: 'Hi' })],
  ['messages', ask({ messages: [] })],
  ['messages[0]', ask({ messages: ['Hi'] })],
  ['messages[0].role', ask({ messages: [{ content: 'Hi' }] })],
  ['messages[1].role', message({ role: 'robot' })],
  ['messages[1].role', message({ role: 'function', name: 'f', content: '1' })],
  ['messages[1].content', message({})],
  ['messages[1].content', message({ content: 5 })],
  ['messages[1].content[1]', part(null as unknown as object)],
  ['messages[1].content[1].type', part({ text: 'a' })],
  ['messages[1].content[1].type', part({ type: 'video' })],
  ['messages[1].content[1].text', part({ type: 'text' })],
  ['messages[1].content[1].image_url', part({ type: 'image_url', image_url: 'https://a.example/b.png' })],
  ['messages[1].content[1].image_url.url', part({ type: 'image_url', image_url: {} })],
  [
    'messages[1].content[1].image_url.detail',
    part({ type: 'image_url', image_url: { url: 'https://a.example', detail: 'max' } }),
  ],
  ['messages[1].content[1].image_url.width', part({ type: 'image_url', image_url: { url: 'https://a.example', width: 5 } })],
  ['messages[1].content[1].input_audio.data', part({ type: 'input_audio', input_audio: { format: 'wav' } })],
  ['messages[1].content[1].file', part({ type: 'file', file: { file_id: 'a', file_data: 'b' } })],
  ['messages[1].name', message({ content: 'a', name: 5 })],
  ['messages[0].content', assistant({})],
  ['messages[0].function_call', assistant({ function_call: { name: 'f', arguments: '' } })],
  ['messages[0].tool_calls[0].id', assistant({ tool_calls: [{ type: 'function', function: { name: 'f', arguments: '' } }] })],
  ['messages[0].tool_calls[0].type', assistant({ tool_calls: [{ id: 'a', type: 'custom', custom: {} }] })],
  [
    'messages[0].tool_calls[0].function.arguments',
    assistant({ tool_calls: [{ id: 'a', function: { name: 'f', arguments: {} } }] }),
  ],
  ['messages[0].tool_call_id', ask({ messages: [{ role: 'tool', content: '1' }] })],
  ['tools', ask({ tools: {} })],
  ['tools[0].type', ask({ tools: [{ type: 'web_search' }] })],
  ['tools[0].function.name', ask({ tools: [{ type: 'function', function: {} }] })],
  ['tools[0].function.parameters', ask({ tools: [{ type: 'function', function: { name: 'f', parameters: 'x' } }] })],
  ['tools[0].function.returns', ask({ tools: [{ type: 'function', function: { name: 'f', returns: {} } }] })],
  ['tool_choice', ask({ tool_choice: 'any' })],
  ['tool_choice.function.name', ask({ tool_choice: { type: 'function', function: {} } })],
  ['functions', ask({ functions: [] })],
  ['function_call', ask({ function_call: 'auto' })],
  ['response_format.type', ask({ response_format: { type: 'xml' } })],
  ['response_format.json_schema.schema', ask({ response_format: { type: 'json_schema', json_schema: { name: 'a' } } })],
  ['max_tokens', ask({ max_tokens: 0 })],
  ['max_tokens', ask({ max_tokens: 1.5 })],
  ['max_completion_tokens', ask({ max_tokens: 5, max_completion_tokens: 6 })],
  ['temperature', ask({ temperature: '1' })],
  ['temperature', ask({ temperature: 3 })],
  ['top_p', ask({ top_p: -0.1 })],
  ['stop[1]', ask({ stop: ['a', 1] })],
  ['n', ask({ n: 0 })],
  ['seed', ask({ seed: 1.5 })],
  ['logprobs', ask({ logprobs: 5 })],
  ['top_logprobs', ask({ logprobs: true, top_logprobs: 21 })],
  ['top_logprobs', ask({ top_logprobs: 2 })],
  ['reasoning_effort', ask({ reasoning_effort: 'extreme' })],
  ['metadata.a', ask({ metadata: { a: 1 } })],
  ['metadata', ask({ metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [i, 'a'])) })],
  ['metadata.a', ask({ metadata: { a: 'x'.repeat(513) } })],
  ['user', ask({ user: 'x'.repeat(513) })],
  ['model', ask({ model: 'x'.repeat(513) })],
  ['vendor_field', ask({ vendor_field: nested(101) })],
  ['messages[1].vendor', message({ content: 'a', vendor: nested(101) })],
  ['messages[1].content[1].cache', part({ type: 'text', text: 'a', cache: nested(101) })],
  ['tools[0].function.parameters', ask({ tools: [{ type: 'function', function: { name: 'f', parameters: nested(101) } }] })],
  ['stream', ask({ stream: 'yes' })],
  ['stream_options', ask({ stream: true, stream_options: true })],
  ['stream_options.include_usage', ask({ stream: true, stream_options: { include_usage: 1 } })],
]

describe('a body whose field is wrong', () => {
  it.each(WRONG_FIELDS)('is refused by the name of %s: %j', async (path, body) => {
    const { status, text } = await send({ body: JSON.stringify(body) })
    const { error } = JSON.parse(text)
    expect(status).toBe(400)
    expect(error).toMatchObject({ type: 'invalid_request_error', param: path })
    expect(error.message).toContain(path)
  })

  it('is refused by name in an embedding request too', async () => {
    const wrong = [{ model: 'm' }, { model: 'm', input: [] }, { model: 'm', input: ['a', 5] }, { model: 'm', input: [1, 'a'] }]
    const answers = await Promise.all(wrong.map((body) => send({ path: '/v1/embeddings', body: JSON.stringify(body) })))
    expect(answers.map(({ text }) => JSON.parse(text).error.param)).toEqual(['input', 'input', 'input[1]', 'input[1]'])
  })
})

const WRONG_REQUESTS: readonly (readonly [what: string, status: number, says: string, sent: Sent])[] = [
  ['no body', 400, 'body', {}],
  ['an empty body of JSON', 400, 'empty', { headers: { 'content-length': '0' }, body: '' }],
  ['malformed JSON', 400, 'not valid JSON', { body: '{"model":secret}' }],
  ['JSON without a comma', 400, 'at character 19', { body: '{"model": "secret" "x": 1}' }],
  ['a cut body', 400, 'not valid JSON', { body: '{"model":"secret' }],
  ['a list', 400, 'JSON object', { body: '["secret"]' }],
  ['null', 400, 'JSON object', { body: 'null' }],
  ['invalid UTF-8', 400, 'UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }],
  ['a compressed body', 415, 'content-encoding', { headers: { 'content-encoding': 'gzip' }, body: Buffer.from([0x1f, 0x8b]) }],
  ['another content type', 415, 'application/json', { headers: { 'content-type': 'text/plain' }, body: 'secret' }],
  ['a nonsense content type', 415, 'application/json', { headers: { 'content-type': ';;;' }, body: 'secret' }],
  ['a form', 415, 'application/json', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' }],
  ['a body over the limit', 413, 'larger', { body: JSON.stringify(ask({ user: 'x'.repeat(BODY_LIMIT) })) }],
  [
    'a chunked body over the limit',
    413,
    'larger',
    { headers: { 'transfer-encoding': 'chunked' }, body: 'x'.repeat(2 * BODY_LIMIT) },
  ],
  ['no key', 401, 'key', { headers: { authorization: '' }, body: '{' }],
  ['an unknown path', 404, 'nothing', { path: '/v1/nothing/here', body: '{' }],
  ['a path of later', 404, '/v1/images is not served', { path: '/v1/images/generations', body: '{' }],
  [
    'a form to a path of later',
    404,
    '/v1/audio is not served',
    {
      path: '/v1/audio/transcriptions',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x--',
    },
  ],
  ['files', 404, '/v1/files is not served', { method: 'GET', path: '/v1/files' }],
  ['batches', 404, '/v1/batches is not served', { method: 'GET', path: '/v1/batches' }],
  ['a malformed path', 400, 'URL', { method: 'GET', path: '/v1/models/%ZZ' }],
  ['the wrong method', 405, 'send POST', { method: 'GET' }],
  ['a wrong method with a body', 405, 'send GET', { method: 'DELETE', path: '/v1/models', body: '{' }],
  ['too many tags', 400, 'x-weir-tags', { headers: { 'x-weir-tags': 'a,b,c,d,e,f,g,h,i,j,k' }, body: JSON.stringify(ask()) }],
  ['a nonsense price', 400, 'x-weir-max-cost', { headers: { 'x-weir-max-cost': '1e9' }, body: JSON.stringify(ask()) }],
]

describe('a request that is wrong before its fields', () => {
  it.each(WRONG_REQUESTS)('%s: %i, clearly', async (_what, status, says, sent) => {
    const answer = await send(sent)
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.headers['x-request-id']).toMatch(/^[\w-]+$/)
    const { error } = JSON.parse(answer.text)
    expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code'])
    expect(error.message).toContain(says)
    expect(answer.text).not.toMatch(/secret|\/src\/|node_modules|\.ts|\.js|FST_/)
  })

  it('learns which method is allowed', async () => {
    expect((await send({ method: 'PUT' })).headers['allow']).toBe('POST')
  })
})

it('does not read the body of somebody without a key', async () => {
  const seen = door.pipeline.seen.length
  const huge = { headers: { authorization: '' }, body: 'x'.repeat(3 * BODY_LIMIT) }
  expect((await send(huge)).status).toBe(401)
  expect(door.pipeline.seen).toHaveLength(seen)
})

it('treats __proto__ as any unknown field', async () => {
  const body = '{"model":"m","messages":[{"role":"user","content":"a","__proto__":{"name":"x"}}],"__proto__":{"stream":true}}'
  expect((await send({ body })).status).toBe(200)
  const { request: seen } = door.pipeline
  expect(Object.keys(seen.extra?.fields ?? {})).toEqual(['__proto__'])
  expect(seen.messages[0]?.name).toBeUndefined()
  expect(({} as Record<string, unknown>)['stream']).toBeUndefined()
})

it('serves on after all of that', async () => {
  door.pipeline.script = say([{ type: 'text-delta', text: 'still here' }])
  const answer = await door.client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] })
  expect(answer.choices[0]?.message.content).toBe('still here')
  expect(door.logged).toEqual([])
})
