/** Converse, ConverseStream, CountTokens, InvokeModel of embeddings, and the lists of the control plane: docs.aws.amazon.com/bedrock. */

import { Sha256 } from '@aws-crypto/sha256-js'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { SignatureV4 } from '@smithy/signature-v4'
import { agentSignature, canonAnswer, pieces } from '../canon.mjs'

/** What the tests sign with. Any region will do. */
export const BEDROCK_KEYS = { accessKeyId: 'AKIDPROVIDERPROCESS', secretAccessKey: 'the/secret+of=the-provider-process' }
const LATENCY = { latencyMs: 25 }

/** @typedef {import('./dialect.d.mts').DialectExchange} DialectExchange */
/** @typedef {ReturnType<typeof toAnswer>} Answer */

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/bedrock',
  async answer(exchange) {
    const { method, path, body } = exchange
    const denial = await findDenial(exchange)
    if (denial) return fail(exchange, 403, ...denial)
    if (method === 'GET') return list(exchange)
    const [, model, operation] = /^\/model\/(.+)\/(converse|converse-stream|invoke|count-tokens)$/.exec(path) ?? []
    if (!model || !body) return fail(exchange, 404, 'UnknownOperationException', 'There is no such operation.')
    if (operation === 'count-tokens') return countTokens(exchange)
    if (operation === 'invoke') return embed(exchange, model)
    return converse(exchange, model, operation === 'converse-stream')
  },
}

/** @param {DialectExchange} exchange @param {string} model @param {boolean} stream */
async function converse(exchange, model, stream) {
  const begun = exchange.begin(model, stream)
  // Real ids hold a colon before their version: a scenario may stand there.
  const scenario = begun.scenario === model ? (model.split(':').at(-1) ?? model) : begun.scenario
  const fault = FAULTS[scenario]
  begun.entry.status = fault?.[0] ?? 200
  if (fault) {
    begun.entry.outcome = 'error'
    return fail(exchange, ...fault)
  }
  const problem = findProblem(exchange.body, scenario)
  if (problem) {
    begun.entry.outcome = 'error'
    begun.entry.status = 400
    return fail(exchange, 400, 'ValidationException', problem)
  }
  const answer = toAnswer(exchange.body, scenario)
  begun.entry.promptTokens = answer.usage.inputTokens + answer.usage.cacheReadInputTokens + answer.usage.cacheWriteInputTokens
  begun.entry.completionTokens = answer.usage.outputTokens
  if (stream) return sendStream(exchange, begun, scenario, answer)
  if (scenario === 'fault-cut-mid-stream') return cut(exchange, begun, '{"output":')
  if (scenario === 'fault-error-in-stream') return fail(exchange, 424, 'ModelErrorException', 'The model failed.')
  const { content, stopReason, usage } = answer
  send(exchange, 200, { output: { message: { role: 'assistant', content } }, stopReason, usage, metrics: LATENCY }, begun.id)
  begun.entry.sentTokens = begun.entry.completionTokens
  begun.entry.outcome = 'complete'
}

/** @type {Record<string, [number, string, string, Record<string, string>?]>} */
const FAULTS = {
  'fault-400': [400, 'ValidationException', 'The value at inferenceConfig.temperature is out of range.'],
  'fault-401': [403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
  'fault-404': [404, 'ResourceNotFoundException', 'Could not resolve the foundation model from the provided model identifier.'],
  'fault-429': [429, 'ThrottlingException', 'Too many requests, please wait before trying again.', { 'retry-after': '7' }],
  'fault-500': [500, 'InternalServerException', 'The system encountered an unexpected error during processing.'],
  'fault-503': [503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'],
  'fault-context-length': [400, 'ValidationException', 'Input is too long for requested model.'],
}

const FIELDS = [
  ...['messages', 'system', 'inferenceConfig', 'toolConfig', 'outputConfig', 'guardrailConfig', 'additionalModelRequestFields'],
  ...['additionalModelResponseFieldPaths', 'promptVariables', 'requestMetadata', 'performanceConfig', 'serviceTier'],
]
const BLOCKS = ['text', 'image', 'document', 'video', 'audio', 'toolUse', 'toolResult', 'reasoningContent', 'cachePoint']

/** What the service refuses, in words like its own. @param {any} body @param {string} scenario @returns {string | undefined} */
function findProblem(body, scenario) {
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name))
  if (unknown) return `extraneous key [${unknown}] is not permitted`
  const { messages, toolConfig, system = [] } = body
  if (!Array.isArray(messages) || messages.length === 0) return 'The messages field is required.'
  if (messages[0].role !== 'user') return 'A conversation must start with a user message.'
  if (messages.some(({ role }, index) => role !== (index % 2 === 0 ? 'user' : 'assistant')))
    return 'Roles must alternate between "user" and "assistant".'
  if (system.some((/** @type {any} */ block) => block.text === undefined && !block.cachePoint))
    return 'A system block must be text.'
  const blocks = messages.flatMap(({ content }) => content)
  const strange = blocks.find((block) => Object.keys(block).length !== 1 || !BLOCKS.includes(Object.keys(block)[0] ?? ''))
  if (strange) return 'A content block must be exactly one of the known kinds.'
  if (blocks.some(({ text }) => text !== undefined && text.trim() === ''))
    return 'The text field in the ContentBlock object is blank.'
  if (blocks.some(({ toolUse, toolResult }) => toolUse || toolResult) && !toolConfig)
    return 'The toolConfig field must be defined when using toolUse and toolResult content blocks.'
  return findMediaProblem(blocks) ?? findToolProblem(messages, toolConfig) ?? findStateProblem(messages, scenario)
}

/** @param {any[]} blocks */
function findMediaProblem(blocks) {
  const images = blocks.flatMap(({ image, toolResult }) => [
    image,
    ...(toolResult?.content ?? []).map((/** @type {any} */ inner) => inner.image),
  ])
  const isBad = (/** @type {any} */ image) =>
    !['png', 'jpeg', 'gif', 'webp'].includes(image.format) || !/^[A-Za-z0-9+/]+=*$/.test(image.source?.bytes ?? '')
  return images.some((image) => image && isBad(image)) ? 'The image needs a format and its bytes.' : undefined
}

/** @param {any[]} messages @param {any} toolConfig */
function findToolProblem(messages, toolConfig) {
  const choice = Object.keys(toolConfig?.toolChoice ?? { auto: {} })
  if (choice.length !== 1 || !['auto', 'any', 'tool'].includes(choice[0] ?? ''))
    return 'toolChoice must be one of: auto, any, tool'
  const used = messages.map(({ content }) => content.flatMap((/** @type {any} */ { toolUse }) => (toolUse ? [toolUse] : [])))
  if (used.flat().some(({ toolUseId, input }) => !/^[a-zA-Z0-9_-]{1,64}$/.test(toolUseId) || typeof input !== 'object'))
    return 'A toolUse block needs a toolUseId of letters and digits and an object as its input.'
  const answered = messages.map(({ content }) =>
    content.flatMap((/** @type {any} */ { toolResult }) => (toolResult ? [toolResult.toolUseId] : [])),
  )
  const isOdd = answered.some((ids, index) =>
    ids.some((/** @type {string} */ id) => !used[index - 1]?.some((call) => call.toolUseId === id)),
  )
  return isOdd ? 'The number of toolResult blocks exceeds the number of toolUse blocks of previous turn.' : undefined
}

/** @param {any[]} messages @param {string} scenario */
function findStateProblem(messages, scenario) {
  if (scenario !== 'agent') return undefined
  const wrong = callTurns(messages).findIndex(
    ({ content }, turn) =>
      !content.some((/** @type {any} */ block) => block.reasoningContent?.reasoningText?.signature === agentSignature(turn)),
  )
  return wrong === -1 ? undefined : `messages: turn ${wrong} must start with its reasoning block, its signature unmodified.`
}

/** The assistant's turns with calls since the user last wrote. @param {any[]} messages */
function callTurns(messages) {
  const isWritten = (/** @type {any} */ { role, content }) =>
    role === 'user' && content.some((/** @type {any} */ block) => !block.toolResult && !block.cachePoint)
  return messages
    .slice(messages.findLastIndex(isWritten) + 1)
    .filter(({ role, content }) => role === 'assistant' && content.some((/** @type {any} */ block) => block.toolUse))
}

/** @param {any} body @param {string} scenario */
function toAnswer({ messages, toolConfig, outputConfig, additionalModelRequestFields: additional }, scenario) {
  const specs = (toolConfig?.tools ?? []).flatMap((/** @type {any} */ { toolSpec }) => (toolSpec ? [toolSpec] : []))
  const isOff = additional?.tool_choice?.type === 'none'
  const tools = isOff ? [] : specs.map((/** @type {any} */ { name, inputSchema }) => ({ name, parameters: inputSchema?.json }))
  const schema = outputConfig?.textFormat?.structure?.jsonSchema?.schema
  const forced = toolConfig?.toolChoice?.tool?.name
  const canon = canonAnswer({
    scenario: scenario === 'json-schema' && schema === undefined && forced ? 'tools' : scenario,
    tools: forced ? tools.filter((/** @type {any} */ { name }) => name === forced) : tools,
    ...(schema !== undefined && { schema: JSON.parse(schema) }),
    toolRounds: callTurns(messages).length,
  })
  const paced = /^paced-(\d+)-\d+$/.exec(scenario)
  const text = paced ? 'drop '.repeat(Number(paced[1])) : canon.text || canon.refusal
  return { content: toContent({ ...canon, text }), stopReason: STOPS[canon.finish], usage: toUsage(canon.usage) }
}

const STOPS = { stop: 'end_turn', length: 'max_tokens', tools: 'tool_use', filter: 'content_filtered', refusal: 'end_turn' }

/** @param {import('../canon.mjs').CanonAnswer} canon @returns {any[]} */
function toContent({ reasoning, signature, redacted, text, calls }) {
  return [
    ...(reasoning ? [{ reasoningContent: { reasoningText: { text: reasoning, signature } } }] : []),
    ...(redacted ? [{ reasoningContent: { redactedContent: redacted } }] : []),
    ...(text ? [{ text }] : []),
    ...calls.map(({ id, name, arguments: args }) => ({ toolUse: { toolUseId: id, name, input: JSON.parse(args) } })),
  ]
}

/** Cached tokens are not within inputTokens; reasoning is within outputTokens. @param {import('../canon.mjs').CanonUsage} usage */
function toUsage({ text, image, cacheRead, cacheWrite, output, reasoning }) {
  const inputTokens = text + image
  const outputTokens = output + reasoning
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + cacheRead + cacheWrite + outputTokens,
    cacheReadInputTokens: cacheRead,
    cacheWriteInputTokens: cacheWrite,
    ...(cacheWrite > 0 && { cacheDetails: [{ ttl: '5m', inputTokens: cacheWrite }] }),
  }
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
)

/** @param {string} kind @param {string} type @param {object} body */
export function encodeFrame(kind, type, body) {
  const text = (/** @type {string} */ value) => ({ type: /** @type {const} */ ('string'), value })
  const headers = {
    [kind === 'event' ? ':event-type' : ':exception-type']: text(type),
    ':content-type': text('application/json'),
    ':message-type': text(kind),
  }
  return Buffer.from(codec.encode({ headers, body: Buffer.from(JSON.stringify(body)) }))
}

/** @param {DialectExchange} exchange @param {ReturnType<DialectExchange['begin']>} begun @param {string} scenario @param {Answer} answer */
async function sendStream({ response }, { id, entry }, scenario, answer) {
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': id })
  const paceMs = Number(/^paced-\d+-(\d+)$/.exec(scenario)?.[1] ?? 0)
  const events = toEvents(answer)
  const isFault = scenario === 'fault-cut-mid-stream' || scenario === 'fault-error-in-stream'
  for (const [type, body] of isFault ? events.slice(0, 4) : events) {
    if (response.destroyed) return
    await new Promise((resolve) => response.write(encodeFrame('event', type, body), () => resolve(undefined)))
    if (type !== 'contentBlockDelta') continue
    entry.sentTokens++
    if (paceMs > 0) await pause(paceMs, response)
  }
  if (scenario === 'fault-cut-mid-stream') {
    entry.outcome = 'cut'
    return void response.destroy()
  }
  entry.outcome = isFault ? 'error' : 'complete'
  response.end(
    isFault
      ? encodeFrame('exception', 'modelStreamErrorException', { message: 'The model failed while it streamed.' })
      : undefined,
  )
}

/** @param {number} ms @param {import('node:http').ServerResponse} response */
function pause(ms, response) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    response.once('close', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
}

/** @param {Answer} answer @returns {[string, any][]} */
function toEvents({ content, stopReason, usage }) {
  const blocks = content.flatMap((block, contentBlockIndex) => [
    .../** @type {[string, any][]} */ (
      toDeltas(block).map(([type, body]) => [type, { contentBlockIndex, ...body, p: 'abcdefg' }])
    ),
    /** @type {[string, any]} */ (['contentBlockStop', { contentBlockIndex }]),
  ])
  return [
    ['messageStart', { role: 'assistant', p: 'abcdefghijkl' }],
    ...blocks,
    ['messageStop', { stopReason }],
    ['metadata', { usage, metrics: LATENCY }],
  ]
}

/** @param {any} block @returns {[string, any][]} */
function toDeltas({ text, toolUse, reasoningContent }) {
  const delta = (/** @type {any} */ value) => /** @type {[string, any]} */ (['contentBlockDelta', { delta: value }])
  if (text !== undefined) return pieces(text).map((piece) => delta({ text: piece }))
  if (toolUse) {
    const { input, ...start } = toolUse
    return [
      ['contentBlockStart', { start: { toolUse: start } }],
      ...pieces(JSON.stringify(input)).map((piece) => delta({ toolUse: { input: piece } })),
    ]
  }
  const { reasoningText, redactedContent } = reasoningContent
  if (redactedContent) return [delta({ reasoningContent: { redactedContent } })]
  const thoughts = pieces(reasoningText.text).map((piece) => delta({ reasoningContent: { text: piece } }))
  return [...thoughts, delta({ reasoningContent: { signature: reasoningText.signature } })]
}

/** @param {DialectExchange} exchange */
function countTokens(exchange) {
  if (!exchange.body.input?.converse?.messages) return fail(exchange, 400, 'ValidationException', 'The input field is required.')
  send(exchange, 200, { inputTokens: 20 })
}

/** @param {DialectExchange} exchange @param {string} model */
function embed(exchange, model) {
  const { body, response } = exchange
  const { entry } = exchange.begin(model, false)
  entry.outcome = 'complete'
  if (!model.includes('cohere')) {
    if (typeof body.inputText !== 'string')
      return fail(exchange, 400, 'ValidationException', 'required key [inputText] not found')
    return send(exchange, 200, {
      embedding: toVector(body.inputText, body.dimensions ?? 8),
      inputTextTokenCount: body.inputText.length,
    })
  }
  if (!Array.isArray(body.texts) || !body.input_type)
    return fail(exchange, 400, 'ValidationException', 'required key [input_type] not found')
  response.setHeader('x-amzn-bedrock-input-token-count', String(body.texts.join('').length))
  const vectors = body.texts.map((/** @type {string} */ text) => toVector(text, body.output_dimension ?? 8))
  send(exchange, 200, { id: 'embedding', texts: body.texts, embeddings: body.embedding_types ? { float: vectors } : vectors })
}

/** @param {string} text @param {number} size */
function toVector(text, size) {
  return Array.from({ length: size }, (_, index) => ((text.charCodeAt(index % text.length) || 1) % 97) / 97 + index / 1000)
}

/** @param {DialectExchange} exchange */
function list(exchange) {
  if (exchange.path === '/foundation-models') {
    const model = (
      /** @type {string} */ modelId,
      /** @type {string[]} */ outputModalities,
      inferenceTypesSupported = ['ON_DEMAND'],
    ) => ({
      modelId,
      providerName: 'A maker',
      outputModalities,
      inferenceTypesSupported,
    })
    const modelSummaries = [
      model('amazon.nova-lite-v1:0', ['TEXT']),
      model('amazon.titan-embed-text-v2:0', ['EMBEDDING']),
      model('amazon.nova-canvas-v1:0', ['IMAGE']),
      model('anthropic.claude-sonnet-4-5-20250929-v1:0', ['TEXT'], ['INFERENCE_PROFILE']),
    ]
    return send(exchange, 200, { modelSummaries })
  }
  if (exchange.path !== '/inference-profiles')
    return fail(exchange, 404, 'UnknownOperationException', 'There is no such operation.')
  const second = exchange.query.get('nextToken') === 'second/page='
  const profile = { type: 'SYSTEM_DEFINED', status: 'ACTIVE', createdAt: '2025-09-29T00:00:00Z' }
  if (!second) {
    const first = { ...profile, inferenceProfileId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' }
    return send(exchange, 200, { inferenceProfileSummaries: [first], nextToken: 'second/page=' })
  }
  const inferenceProfileArn = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3'
  return send(exchange, 200, {
    inferenceProfileSummaries: [{ ...profile, type: 'APPLICATION', inferenceProfileId: 'a1b2c3', inferenceProfileArn }],
  })
}

/** Why the caller is nobody; undefined when the signature is right, or when there is an API key. @param {DialectExchange} exchange @returns {Promise<[string, string] | undefined>} */
async function findDenial({ headers, response, body }) {
  const { authorization = '' } = headers
  if (/^Bearer \S+$/.test(authorization)) return undefined
  const [, key, scope, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(authorization) ?? []
  if (!key || !scope) return ['MissingAuthenticationTokenException', 'Missing Authentication Token']
  if (key !== BEDROCK_KEYS.accessKeyId)
    return ['UnrecognizedClientException', 'The security token included in the request is invalid.']
  const [day, region = '', service, end] = scope.split('/')
  const date = toDate(String(headers['x-amz-date']))
  const isFresh = Math.abs(Date.now() - date.getTime()) < 300_000 && String(headers['x-amz-date']).startsWith(day ?? '-')
  if (!isFresh || service !== 'bedrock' || end !== 'aws4_request')
    return ['InvalidSignatureException', 'The credential scope is wrong.']
  const signed = names.split(';')
  if (!['host', 'x-amz-date'].every((name) => signed.includes(name)))
    return ['IncompleteSignatureException', 'A header is not signed.']
  const url = new URL(response.req.url ?? '/', 'http://provider')
  const expected = await sign({
    request: {
      method: response.req.method ?? '',
      protocol: 'http:',
      hostname: 'provider',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(
        signed.filter((name) => name !== CHECKSUM && name !== TOKEN).map((name) => [name, String(headers[name])]),
      ),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    region,
    date,
    withChecksum: signed.includes(CHECKSUM),
    token: signed.includes(TOKEN) ? String(headers[TOKEN]) : undefined,
  })
  if (expected.endsWith(`Signature=${signature}`)) return undefined
  return ['InvalidSignatureException', 'The request signature we calculated does not match the signature you provided.']
}

const CHECKSUM = 'x-amz-content-sha256'
const TOKEN = 'x-amz-security-token'

/** @param {{ request: any, region: string, date: Date, withChecksum: boolean, token: string | undefined }} options @returns {Promise<string>} */
async function sign({ request, region, date, withChecksum, token }) {
  const credentials = { ...BEDROCK_KEYS, ...(token === undefined ? {} : { sessionToken: token }) }
  const signer = new SignatureV4({ service: 'bedrock', region, credentials, sha256: Sha256, applyChecksum: withChecksum })
  const { headers } = await signer.sign(request, { signingDate: date })
  return headers['authorization'] ?? ''
}

/** @param {string} text such as 20260101T000000Z */
function toDate(text) {
  return new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** @param {DialectExchange} exchange @param {number} status @param {unknown} body @param {string} [id] */
function send({ response }, status, body, id = 'request') {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': id }).end(JSON.stringify(body))
}

/** @param {DialectExchange} exchange @param {number} status @param {string} type @param {string} message @param {Record<string, string>} [headers] */
function fail({ response }, status, type, message, headers = {}) {
  const all = { 'content-type': 'application/json', 'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/`, ...headers }
  response.writeHead(status, all).end(JSON.stringify({ message }))
}

/** @param {DialectExchange} exchange @param {ReturnType<DialectExchange['begin']>} begun @param {string} text */
async function cut({ response }, { entry }, text) {
  response.writeHead(200, { 'content-type': 'application/json' })
  await new Promise((resolve) => response.write(text, () => resolve(undefined)))
  entry.outcome = 'cut'
  response.destroy()
}
