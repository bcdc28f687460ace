/**
 * Gemini as Google AI Studio serves it, under `/gemini`: https://ai.google.dev/api/generate-content. Errors and checks are those of its documents;
 * thoughts are shown unless a request refuses them, so that every dialect can be expected to show the same.
 */

import { createHash } from 'node:crypto'
import { agentSignature, canonAnswer, pieces } from '../canon.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} DialectExchange */
/** @typedef {import('../canon.mjs').CanonAnswer} CanonAnswer */

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/gemini',
  async answer(exchange) {
    const { path, headers, query } = exchange
    if (!headers['x-goog-api-key'] && !query.get('key')) return refuse(exchange.response, UNKNOWN_CALLER)
    const version = /^\/v1(?:beta)?\//.exec(path)
    if (!version) return refuse(exchange.response, notFound(`There is nothing at ${path}.`))
    return answerModels(exchange, path.slice(version[0].length - 1))
  },
}

/** @param {DialectExchange} exchange @param {string} path */
function answerModels(exchange, path) {
  const { method, query, response } = exchange
  if (method === 'GET' && path === '/models') return json(response, 200, listModels(query, 'models', 'models'))
  const [, model, verb] = /^\/(?:models|tunedModels)\/([^/:]+):(\w+)$/.exec(path) ?? []
  if (method !== 'POST' || model === undefined) return refuse(response, notFound(`There is nothing at ${path}.`))
  return answerVerb(exchange, model, verb)
}

/** What Gemini's methods answer, at either address. @param {DialectExchange} exchange @param {string} model @param {string} verb */
export function answerVerb(exchange, model, verb) {
  switch (verb) {
    case 'generateContent':
      return generate(exchange, model, false)
    case 'streamGenerateContent':
      return generate(exchange, model, true)
    case 'countTokens':
      return countTokens(exchange, model)
    case 'embedContent':
      return embed(exchange, model, [exchange.body])
    case 'batchEmbedContents':
      return embed(exchange, model, exchange.body?.requests)
    default:
      return refuse(exchange.response, notFound(`The method ${verb} is not known.`))
  }
}

/** @param {DialectExchange} exchange @param {string} model @param {boolean} stream */
async function generate(exchange, model, stream) {
  const { body, response } = exchange
  const { scenario, entry, id } = exchange.begin(model, stream)
  const problem = FAULTS[scenario] ?? check(body, scenario, model)
  if (problem) {
    entry.outcome = 'error'
    entry.status = problem.code
    return refuse(response, problem)
  }
  const answer = canonAnswer(toAsk(body, scenario))
  const reply = toReply(answer, body, { responseId: id, modelVersion: `${model}-001` })
  entry.promptTokens = reply.usage.promptTokenCount
  entry.completionTokens = reply.usage.candidatesTokenCount
  if (!stream) {
    json(response, 200, reply.whole)
    entry.sentTokens = reply.chunks.length
    entry.outcome = 'complete'
    return
  }
  await send(exchange, reply.chunks, scenario, entry)
}

/** @param {DialectExchange} exchange @param {any[]} chunks @param {string} scenario @param {import('../server.mjs').LedgerEntry} entry */
async function send({ response }, chunks, scenario, entry) {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const paced = /^paced-(\d+)-(\d+)$/.exec(scenario)
  const all = paced ? repeat(chunks, Number(paced[1])) : chunks
  const stopAfter = scenario === 'fault-cut-mid-stream' || scenario === 'fault-error-in-stream' ? 3 : all.length
  for (const chunk of all.slice(0, stopAfter)) {
    if (paced) await pause(response, Number(paced[2]))
    if (response.destroyed) return
    await write(response, chunk)
    entry.sentTokens++
  }
  if (scenario === 'fault-cut-mid-stream') {
    entry.outcome = 'cut'
    response.destroy()
    return
  }
  if (scenario === 'fault-error-in-stream') {
    entry.outcome = 'error'
    await write(response, { error: { code: 500, message: 'An internal error has occurred.', status: 'INTERNAL' } })
    response.end()
    return
  }
  entry.outcome = 'complete'
  response.end()
}

/** The first piece over and over, then the rest. @param {any[]} chunks @param {number} count */
function repeat(chunks, count) {
  return [...Array.from({ length: count }, () => chunks[0]), ...chunks.slice(1)]
}

/** Until it is with the kernel: a socket destroyed sooner takes it along. @param {import('node:http').ServerResponse} response @param {unknown} value */
function write(response, value) {
  return new Promise((resolve) => response.write(`data: ${JSON.stringify(value)}\r\n\r\n`, resolve))
}

/** @param {import('node:http').ServerResponse} response @param {number} ms */
function pause(response, ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    response.once('close', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
}

// --- What was asked

/** @param {any} body @param {string} scenario @returns {import('../canon.mjs').CanonAsk} */
export function toAsk(body, scenario) {
  const config = body.generationConfig ?? {}
  const isJson = config.responseMimeType === 'application/json'
  return {
    scenario,
    tools: callable(body),
    schema: isJson ? (config.responseJsonSchema ?? config.responseSchema) : undefined,
    json: isJson,
    toolRounds: currentSteps(body.contents).length,
  }
}

/** The functions that the mode lets the model call. @param {any} body */
function callable(body) {
  const config = body.toolConfig?.functionCallingConfig ?? {}
  if (config.mode === 'NONE') return []
  const declared = (body.tools ?? []).flatMap((/** @type {any} */ tool) => tool.functionDeclarations ?? [])
  const allowed = declared.filter(
    (/** @type {any} */ { name }) => !config.allowedFunctionNames || config.allowedFunctionNames.includes(name),
  )
  return allowed.map((/** @type {any} */ { name, parametersJsonSchema, parameters }) => ({
    name,
    parameters: parametersJsonSchema ?? parameters,
  }))
}

/** The model's turns with calls since the user wrote last. @param {any[]} contents @returns {any[]} */
function currentSteps(contents) {
  const begin = contents.findLastIndex(
    ({ role, parts }) => role !== 'model' && !parts.every((/** @type {any} */ part) => part.functionResponse),
  )
  return contents.slice(begin + 1).filter(({ role, parts }) => role === 'model' && callsOf(parts).length > 0)
}

/** @param {any[]} parts */
function callsOf(parts) {
  return parts.filter((part) => part.functionCall)
}

// --- What the vendor checks

/** @typedef {{ code: number, status: string, message: string, details?: any[], headers?: Record<string, string> }} Problem */

/** @param {any} body @param {string} scenario @param {string} model @returns {Problem | undefined} */
function check(body, scenario, model) {
  const unknown = Object.keys(body ?? {}).find((name) => !FIELDS.has(name))
  if (unknown) return invalid(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`)
  const { contents, generationConfig = {}, tools = [] } = body ?? {}
  if (!Array.isArray(contents) || contents.length === 0)
    return invalid('* GenerateContentRequest.contents: contents is not specified')
  const unknownConfig = Object.keys(generationConfig).find((name) => !CONFIG_FIELDS.has(name))
  if (unknownConfig)
    return invalid(`Invalid JSON payload received. Unknown name "${unknownConfig}" at 'generation_config': Cannot find field.`)
  const { thinkingBudget, thinkingLevel } = generationConfig.thinkingConfig ?? {}
  if (thinkingBudget !== undefined && thinkingLevel !== undefined)
    return invalid('You can only set only one of thinking budget and thinking level.')
  const declared = tools.flatMap((/** @type {any} */ tool) => tool.functionDeclarations ?? [])
  if (declared.some((/** @type {any} */ { name }) => !/^[a-zA-Z_][\w.:-]{0,127}$/.test(name)))
    return invalid('Invalid function name.')
  return checkContents(contents) ?? checkSignatures(contents, scenario, model)
}

const FIELDS = new Set([
  ...[
    'contents',
    'systemInstruction',
    'tools',
    'toolConfig',
    'generationConfig',
    'safetySettings',
    'cachedContent',
    'labels',
    'model',
  ],
  ...['serviceTier', 'store'],
])
const CONFIG_FIELDS = new Set([
  ...['temperature', 'topP', 'topK', 'maxOutputTokens', 'stopSequences', 'candidateCount', 'seed', 'presencePenalty'],
  ...['frequencyPenalty', 'responseLogprobs', 'logprobs', 'responseMimeType', 'responseJsonSchema', 'responseSchema'],
  ...['thinkingConfig', 'mediaResolution', 'responseModalities', 'speechConfig', 'audioTimestamp', 'imageConfig'],
  ...['enableEnhancedCivicAnswers', 'routingConfig', 'enableAffectiveDialog'],
])
const PART_FIELDS = new Set([
  ...['text', 'thought', 'thoughtSignature', 'inlineData', 'fileData', 'functionCall', 'functionResponse', 'executableCode'],
  ...['codeExecutionResult', 'videoMetadata', 'mediaResolution', 'partMetadata', 'toolCall', 'toolResponse'],
])

/** @param {any[]} contents @returns {Problem | undefined} */
function checkContents(contents) {
  for (const [index, { role = 'user', parts }] of contents.entries()) {
    if (role !== 'user' && role !== 'model') return invalid('Please use a valid role: user, model.')
    if (!Array.isArray(parts) || parts.length === 0)
      return invalid(`* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.`)
    const foreign = parts.flatMap((part) => Object.keys(part)).find((name) => !PART_FIELDS.has(name))
    if (foreign)
      return invalid(`Invalid JSON payload received. Unknown name "${foreign}" at 'contents[${index}].parts': Cannot find field.`)
    const problem = checkCalls(contents, index)
    if (problem) return problem
  }
  return undefined
}

/** Calls are answered at once, all of them, by name. @param {any[]} contents @param {number} index */
function checkCalls(contents, index) {
  const calls = callsOf(contents[index].parts)
  const results = (contents[index + 1]?.parts ?? []).flatMap((/** @type {any} */ part) => part.functionResponse ?? [])
  const isLast = index === contents.length - 1
  if (calls.length === 0) return undefined
  if (contents[index].role !== 'model') return invalid('A function call is not of the model.')
  if (!isLast && results.length !== calls.length)
    return invalid(
      'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
    )
  const wrong = results.some(
    (/** @type {any} */ result, /** @type {number} */ at) =>
      result.name !== calls[at].functionCall.name ||
      result.id !== calls[at].functionCall.id ||
      typeof result.response !== 'object',
  )
  return wrong ? invalid('A function response does not match its function call.') : undefined
}

export const PLACEHOLDER = 'skip_thought_signature_validator'

/**
 * The first call of each step of the current turn must have the signature that it came with; a step that another model made may say so with the
 * placeholder. The agent must bring back exactly what it was given.
 * @param {any[]} contents @param {string} scenario @param {string} model @returns {Problem | undefined}
 */
function checkSignatures(contents, scenario, model) {
  const steps = currentSteps(contents)
  for (const [turn, { parts }] of steps.entries()) {
    const [first] = callsOf(parts)
    if (scenario === 'agent' && first.thoughtSignature !== agentSignature(turn)) return missing(first.functionCall.name)
    if (/gemini-3/.test(model) && !first.thoughtSignature) return missing(first.functionCall.name)
  }
  return undefined
}

/** @param {string} name */
function missing(name) {
  return invalid(`Function call is missing a thought_signature in functionCall parts, function call \`default_api:${name}\`.`)
}

// --- What is answered

/** @param {CanonAnswer} answer @param {any} body @param {{ responseId: string, modelVersion: string }} identity */
export function toReply(answer, body, identity) {
  const usage = toUsage(answer)
  const showsThoughts = body.generationConfig?.thinkingConfig?.includeThoughts === true
  const count = answer.calls.length > 0 ? 1 : (body.generationConfig?.candidateCount ?? 1)
  const parts = toParts(answer, showsThoughts)
  const ending = { finishReason: FINISH[answer.finish], ...toRatings(answer) }
  const logprobs = body.generationConfig?.responseLogprobs ? { logprobsResult: toLogprobs(answer.text) } : {}
  const candidate = (/** @type {any[]} */ said, /** @type {object} */ more, /** @type {number} */ index) => ({
    ...(said.length > 0 ? { content: { parts: said, role: 'model' } } : {}),
    ...more,
    index,
  })
  const indexes = Array.from({ length: count }, (_, index) => index)
  const chunk = (/** @type {any[]} */ candidates, /** @type {object} */ counted) => ({
    candidates,
    usageMetadata: counted,
    ...identity,
  })
  const early = { promptTokenCount: usage.promptTokenCount, totalTokenCount: usage.promptTokenCount }
  const streamed = toStreamParts(parts)
  return {
    usage,
    whole: chunk(
      indexes.map((index) => candidate(parts, { ...ending, ...logprobs }, index)),
      usage,
    ),
    chunks: [
      ...streamed.flatMap((part) => indexes.map((index) => chunk([candidate([part], {}, index)], early))),
      ...indexes.map((index) => chunk([candidate([], { ...ending, ...logprobs }, index)], usage)),
    ],
  }
}

/** @type {Record<CanonAnswer['finish'], string>} */
const FINISH = { stop: 'STOP', length: 'MAX_TOKENS', tools: 'STOP', filter: 'SAFETY', refusal: 'STOP' }

/** The signature stands on the first call, or on the text. @param {CanonAnswer} answer @param {boolean} showsThoughts */
function toParts({ reasoning, signature, text, refusal, calls }, showsThoughts) {
  const signed = signature ? { thoughtSignature: signature } : {}
  const said = text || refusal
  return [
    ...(reasoning && showsThoughts ? [{ text: reasoning, thought: true }] : []),
    ...(said ? [{ text: said, ...(calls.length === 0 ? signed : {}) }] : []),
    ...calls.map(({ id, name, arguments: args }, index) => ({
      functionCall: { id, name, args: JSON.parse(args) },
      ...(index === 0 ? signed : {}),
    })),
  ]
}

/** Text in pieces, its signature on an empty part at the end; calls whole. @param {any[]} parts @returns {any[]} */
function toStreamParts(parts) {
  return parts.flatMap(({ thoughtSignature, ...part }) => {
    if (part.functionCall) return [thoughtSignature ? { ...part, thoughtSignature } : part]
    const split = pieces(part.text).map((text) => ({ ...part, text }))
    return thoughtSignature ? [...split, { text: '', thoughtSignature }] : split
  })
}

/** @param {CanonAnswer} answer */
function toRatings({ finish }) {
  if (finish !== 'filter') return {}
  return { safetyRatings: [{ category: 'HARM_CATEGORY_DANGEROUS_CONTENT', probability: 'HIGH', blocked: true }] }
}

/** @param {string} text */
function toLogprobs(text) {
  const chosenCandidates = pieces(text).map((token, tokenId) => ({ token, tokenId, logProbability: -0.25 }))
  return { chosenCandidates, topCandidates: chosenCandidates.map((chosen) => ({ candidates: [chosen] })) }
}

/** The prompt's count includes what the cache served, the candidates' leaves thoughts out. @param {CanonAnswer} answer */
export function toUsage({ usage }) {
  const { text, cacheRead, cacheWrite, image, output, reasoning } = usage
  const prompt = text + cacheRead + cacheWrite + image
  const details = [
    ...(prompt > image ? [{ modality: 'TEXT', tokenCount: prompt - image }] : []),
    ...(image > 0 ? [{ modality: 'IMAGE', tokenCount: image }] : []),
  ]
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: output,
    totalTokenCount: prompt + output + reasoning,
    promptTokensDetails: details,
    ...(cacheRead > 0
      ? { cachedContentTokenCount: cacheRead, cacheTokensDetails: [{ modality: 'TEXT', tokenCount: cacheRead }] }
      : {}),
    ...(reasoning > 0 ? { thoughtsTokenCount: reasoning } : {}),
  }
}

// --- The other methods

/** Four characters of what is said are a token. @param {DialectExchange} exchange @param {string} model */
function countTokens({ body, response }, model) {
  const asked = body?.generateContentRequest ?? body
  if (FAULTS[model]) return refuse(response, FAULTS[model])
  if (!Array.isArray(asked?.contents))
    return refuse(response, invalid('* CountTokensRequest.contents: contents is not specified'))
  const totalTokens = Math.ceil(JSON.stringify([asked.contents, asked.systemInstruction ?? []]).length / 4)
  return json(response, 200, { totalTokens, promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }] })
}

/** @param {DialectExchange} exchange @param {string} model @param {any[] | undefined} requests */
function embed({ body, response }, model, requests) {
  if (FAULTS[model]) return refuse(response, FAULTS[model])
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > 100)
    return refuse(
      response,
      invalid('* BatchEmbedContentsRequest.requests: at least one and at most 100 requests can be in one batch'),
    )
  const texts = requests.map(({ content }) => content?.parts?.map((/** @type {any} */ part) => part.text).join('') ?? '')
  const vectors = requests.map(({ outputDimensionality = 8 }, index) => ({
    values: toVector(texts[index], outputDimensionality),
  }))
  const usageMetadata = { promptTokenCount: texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0) }
  return json(response, 200, body.requests ? { embeddings: vectors, usageMetadata } : { embedding: vectors[0], usageMetadata })
}

/** @param {string} text @param {number} dimensions */
export function toVector(text, dimensions) {
  const digest = createHash('sha256').update(text).digest()
  return Array.from({ length: dimensions }, (_, index) => digest[index % digest.length] / 255)
}

const MODELS = ['text', 'tools', 'parallel-tools', 'json-schema', 'images', 'reasoning', 'agent', 'cached', 'embed']

/** Two pages. @param {URLSearchParams} query @param {string} path @param {string} field */
export function listModels(query, path, field) {
  const isFirst = !query.get('pageToken')
  const names = isFirst ? MODELS.slice(0, 5) : MODELS.slice(5)
  return {
    [field]: names.map((name) => ({ name: `${path}/${name}`, displayName: name, inputTokenLimit: 1_048_576 })),
    ...(isFirst ? { nextPageToken: 'second' } : {}),
  }
}

// --- Errors: https://ai.google.dev/gemini-api/docs/troubleshooting

/** @param {string} message @returns {Problem} */
export function invalid(message) {
  return { code: 400, status: 'INVALID_ARGUMENT', message }
}

/** @param {string} message @returns {Problem} */
export function notFound(message) {
  return { code: 404, status: 'NOT_FOUND', message }
}

/** @type {Problem} */
const UNKNOWN_CALLER = {
  code: 403,
  status: 'PERMISSION_DENIED',
  message:
    "Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity to call this API.",
}

/** @type {Record<string, Problem>} */
export const FAULTS = {
  'fault-400': invalid('* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].'),
  'fault-401': {
    ...invalid('API key not valid. Please pass a valid API key.'),
    details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
  },
  'fault-404': notFound('models/fault-404 is not found for API version v1beta, or is not supported for generateContent.'),
  'fault-429': {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: 'You exceeded your current quota. Please retry in 7s.',
    headers: { 'retry-after': '7' },
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [{ quotaMetric: 'generate_content_requests', quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' },
    ],
  },
  'fault-500': { code: 500, status: 'INTERNAL', message: 'An internal error has occurred.' },
  'fault-503': { code: 503, status: 'UNAVAILABLE', message: 'The model is overloaded. Please try again later.' },
  'fault-context-length': invalid('The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).'),
}

/** @param {import('node:http').ServerResponse} response @param {Problem} problem */
export function refuse(response, { headers = {}, ...error }) {
  response.writeHead(error.code, { 'content-type': 'application/json; charset=UTF-8', ...headers }).end(JSON.stringify({ error }))
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value */
export function json(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(value))
}
