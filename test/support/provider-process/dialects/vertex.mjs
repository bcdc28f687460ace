/**
 * Gemini and Claude as Vertex AI serves them, under `/vertex`: the same formats at other addresses, and callers known by access tokens. A service
 * account that may exchange its signature for one is at `/vertex/service-account.json`, made up as this process starts.
 * https://developers.google.com/identity/protocols/oauth2/service-account#httprest
 */

import { createVerify, generateKeyPairSync, randomUUID } from 'node:crypto'
import { answerClaude } from './anthropic.mjs'
import { answerVerb, FAULTS, invalid, json, listModels, notFound, refuse, toVector } from './gemini.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} DialectExchange */

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/vertex',
  async answer(exchange) {
    const { path, response } = exchange
    if (path === '/service-account.json') return json(response, 200, serviceAccount(exchange))
    if (path === '/token') return exchangeAssertion(exchange)
    const stranger = checkCaller(exchange)
    return stranger ? refuse(response, stranger) : answerModels(exchange)
  },
}

const MODEL =
  /^\/v1(?:beta1)?\/(?:projects\/([^/]+)\/locations\/([^/]+)\/)?publishers\/(google|anthropic)\/models\/([^/:]+):(\w+)$/
const LIST = /^\/v1beta1\/publishers\/(google|anthropic)\/models$/

/** @param {DialectExchange} exchange */
function answerModels(exchange) {
  const { method, path, query, response, headers } = exchange
  const [, listed] = LIST.exec(path) ?? []
  if (method === 'GET' && listed) return json(response, 200, toList(query, listed))
  const [, project, , publisher, model, verb] = MODEL.exec(path) ?? []
  if (method !== 'POST' || model === undefined) return refuse(response, notFound(`There is nothing at ${path}.`))
  if (project === undefined && !headers['x-goog-api-key']) return refuse(response, notFound('A project is missing in the path.'))
  if (publisher === 'anthropic') return answerRaw(exchange, model, verb)
  return verb === 'predict' ? predict(exchange, model) : answerVerb(exchange, model, verb)
}

/** @param {URLSearchParams} query @param {string} publisher */
function toList(query, publisher) {
  if (publisher === 'google') return listModels(query, 'publishers/google/models', 'publisherModels')
  return { publisherModels: [{ name: 'publishers/anthropic/models/claude-text' }] }
}

/** @param {DialectExchange} exchange @param {string} model */
function predict({ body, response }, model) {
  if (FAULTS[model]) return refuse(response, FAULTS[model])
  const { instances = [], parameters = {} } = body ?? {}
  const predictions = instances.map((/** @type {any} */ { content }) => ({
    embeddings: {
      values: toVector(content, parameters.outputDimensionality ?? 8),
      statistics: { token_count: Math.ceil(content.length / 4), truncated: false },
    },
  }))
  return json(response, 200, { predictions })
}

/** What Claude's Messages API takes, less the model, which the path names. */
const CLAUDE_FIELDS = new Set([
  ...['anthropic_version', 'messages', 'max_tokens', 'system', 'stream', 'stop_sequences', 'temperature', 'top_p', 'top_k'],
  ...['metadata', 'tools', 'tool_choice', 'thinking', 'output_config', 'context_management', 'cache_control'],
])

/** Claude, and the model of its own that counts. @param {DialectExchange} exchange @param {string} model @param {string} verb */
function answerRaw(exchange, model, verb) {
  const { body, response } = exchange
  if (verb !== 'rawPredict' && verb !== 'streamRawPredict') return refuse(response, notFound(`The method ${verb} is not known.`))
  if (body?.anthropic_version !== 'vertex-2023-10-16') return refuse(response, invalid('anthropic_version: Field required'))
  if (model === 'count-tokens') return countClaude(exchange)
  const stream = body.stream === true
  if (stream !== (verb === 'streamRawPredict')) return refuse(response, invalid('The method and `stream` contradict each other.'))
  const { scenario, entry, id } = exchange.begin(model, stream)
  // What Google itself refuses is in its own words.
  const google = scenario === 'fault-404' || scenario === 'fault-429' ? FAULTS[scenario] : undefined
  if (!google) return answerClaude({ scenario, entry, id, body, response, model, fields: CLAUDE_FIELDS })
  entry.outcome = 'error'
  entry.status = google.code
  return refuse(response, google)
}

/** @param {DialectExchange} exchange */
function countClaude({ body, response }) {
  if (typeof body.model !== 'string') return refuse(response, invalid('model: Field required'))
  return json(response, 200, { input_tokens: Math.ceil(JSON.stringify(body.messages).length / 4) })
}

// --- Callers

const EMAIL = 'weir-test@weir-test.iam.gserviceaccount.com'
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const AUDIENCE = 'https://oauth2.googleapis.com/token'
const LIFE_SECONDS = 3599

/** @type {{ publicKey: string, privateKey: string } | undefined} */
let keys
/** @type {Set<string>} */
const tokens = new Set()

function keyPair() {
  keys ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return keys
}

/** @param {DialectExchange} exchange */
function serviceAccount({ headers }) {
  return {
    type: 'service_account',
    project_id: 'weir-test',
    private_key_id: 'key-1',
    private_key: keyPair().privateKey,
    client_email: EMAIL,
    client_id: '1',
    token_uri: `http://${headers.host}/vertex/token`,
  }
}

/** @param {DialectExchange} exchange */
function exchangeAssertion({ text, response }) {
  const form = new URLSearchParams(text)
  const problem = form.get('grant_type') === GRANT ? checkAssertion(form.get('assertion') ?? '') : 'The grant type is not known.'
  if (problem) return json(response, 400, { error: 'invalid_grant', error_description: problem })
  const token = `ya29.${randomUUID()}`
  tokens.add(token)
  return json(response, 200, { access_token: token, expires_in: LIFE_SECONDS, token_type: 'Bearer' })
}

/** What is wrong with it. @param {string} assertion @returns {string | undefined} */
function checkAssertion(assertion) {
  const [head = '', claims = '', signature = ''] = assertion.split('.')
  const signed = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(keyPair().publicKey, signature, 'base64url')
  if (!signed) return 'Invalid JWT Signature.'
  const { iss, scope, aud, exp, iat } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  if (iss !== EMAIL) return 'Invalid grant: account not found'
  if (scope !== SCOPE || aud !== AUDIENCE) return 'Invalid scope or audience.'
  const now = Date.now() / 1000
  return exp < now || exp - iat > 3600 || iat > now + 60 ? 'Invalid JWT: iat and exp are out of bounds.' : undefined
}

/** @param {DialectExchange} exchange */
function checkCaller({ headers }) {
  if (headers['x-goog-api-key']) return undefined
  const [scheme, token = ''] = (headers.authorization ?? '').split(' ')
  if (scheme === 'Bearer' && tokens.has(token)) return undefined
  return {
    code: 401,
    status: 'UNAUTHENTICATED',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token or other valid authentication credential.',
  }
}
