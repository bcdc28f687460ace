/** Azure OpenAI, with its dated paths, its v1 API and the tokens of Entra: https://learn.microsoft.com/azure/ai-foundry/openai/reference */

import { embed } from '../catalogue.mjs'
import { answerChat } from './openai-chat.mjs'
import { send } from './openai-parts.mjs'
import { answerResponse } from './openai-response-form.mjs'

/** @typedef {import('./dialect.d.mts').DialectExchange} Exchange */
/** @typedef {import('./openai-parts.mjs').Fault} Fault */

/** What `/azure/{tenant}/oauth2/v2.0/token` gives, and what the API then takes beside a key. */
export const ENTRA_TOKEN = 'token-of-entra'

const DATED = /^\d{4}-\d{2}-\d{2}(-preview)?$/

/** @type {import('./dialect.d.mts').Dialect} */
export const dialect = {
  prefix: '/azure',
  async answer(exchange) {
    const { path, query, body, response } = exchange
    if (/^\/[\w.-]+\/oauth2\/v2\.0\/token$/.test(path)) return giveToken(exchange)
    if (!isKnown(exchange))
      return send(response, 401, { error: { code: '401', message: 'Access denied due to invalid subscription key.' } })
    const version = query.get('api-version')
    const [, deployment, operation] = /^\/openai\/deployments\/([^/]+)(\/.+)$/.exec(path) ?? []
    if (deployment && body && version && DATED.test(version)) return answerDeployment(exchange, deployment, operation ?? '')
    if (path === '/openai/responses' && body && version && DATED.test(version)) return answerResponse(exchange, RESPONSE_FORM)
    const isV1 = version === null || version === 'preview' || version === 'latest'
    if (path === '/openai/v1/responses' && body && isV1) return answerResponse(exchange, RESPONSE_FORM)
    if (path === '/openai/v1/chat/completions' && body && isV1) return answerChat(exchange, CHAT_FORM)
    if (path === '/openai/v1/embeddings' && body && isV1) return send(response, 200, embed(body))
    return send(response, 404, { error: { code: '404', message: 'Resource not found' } })
  },
}

/** @param {Exchange} exchange @param {string} deployment @param {string} operation */
async function answerDeployment(exchange, deployment, operation) {
  if (operation === '/chat/completions') return answerChat(exchange, { ...CHAT_FORM, model: deployment })
  if (operation === '/embeddings') return send(exchange.response, 200, embed(exchange.body))
  return send(exchange.response, 404, { error: { code: '404', message: 'Resource not found' } })
}

/** @param {Exchange} exchange */
function isKnown({ headers }) {
  return Boolean(headers['api-key']) || headers.authorization === `Bearer ${ENTRA_TOKEN}`
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow. The body is a form. @param {Exchange} exchange */
function giveToken({ method, path, response }) {
  if (method !== 'POST') return send(response, 405, {})
  if (path.startsWith('/refused/')) {
    return send(response, 401, {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided.',
      error_codes: [7000215],
    })
  }
  send(response, 200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: ENTRA_TOKEN })
}

const SAFE = { filtered: false, severity: 'safe' }
const CATEGORIES = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE }

/** @param {import('../canon.mjs').CanonAnswer} answer */
function judge({ finish }) {
  return finish === 'filter' ? { ...CATEGORIES, violence: { filtered: true, severity: 'medium' } } : CATEGORIES
}

const NOT_DEPLOYED = {
  status: 404,
  error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' },
}

/** https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter */
const FILTERED = {
  status: 400,
  error: {
    message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
    type: null,
    param: 'prompt',
    code: 'content_filter',
    status: 400,
    innererror: {
      code: 'ResponsibleAIPolicyViolation',
      content_filter_result: {
        ...CATEGORIES,
        violence: { filtered: true, severity: 'high' },
        jailbreak: { filtered: false, detected: false },
      },
    },
  },
}

/** @param {string} scenario @returns {Fault | undefined} */
function findFault(scenario) {
  if (scenario === 'fault-404') return NOT_DEPLOYED
  if (scenario === 'fault-content-filter') return FILTERED
  const isLimit = scenario === 'fault-429'
  return isLimit
    ? {
        status: 429,
        error: { code: '429', message: 'Requests have exceeded the call rate limit of your tier.' },
        headers: { 'retry-after': '7' },
      }
    : undefined
}

const CHAT_FORM = {
  findFault,
  ofAnswer: { prompt_filter_results: [{ prompt_index: 0, content_filter_results: CATEGORIES }] },
  /** @param {import('../canon.mjs').CanonAnswer} answer */
  ofChoice: (answer) => ({ content_filter_results: judge(answer) }),
}

const RESPONSE_FORM = {
  findFault,
  /** @param {import('../canon.mjs').CanonAnswer} answer */
  ofAnswer: (answer) => ({
    content_filters: [
      { blocked: false, source_type: 'prompt', content_filter_results: CATEGORIES },
      { blocked: answer.finish === 'filter', source_type: 'completion', content_filter_results: judge(answer) },
    ],
  }),
}
