/** What OpenAI's two ways to ask, and those who speak them elsewhere, have in common: errors, pace, the end of a stream. */

import { setTimeout as wait } from 'node:timers/promises'

/** @typedef {import('./dialect.d.mts').DialectExchange} Exchange */
/** @typedef {import('../server.mjs').LedgerEntry} LedgerEntry */
/** @typedef {{ status: number, error: object, headers?: Record<string, string> }} Fault */
/** @typedef {{ text: string, isPiece: boolean }} Frame */

export const CREATED = 1_767_225_600

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} value @param {Record<string, string>} [headers] */
export function send(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}

/** @param {string} message @param {string | null} param @param {string | null} [code] @returns {Fault} */
export function invalid(message, param, code = null) {
  return { status: 400, error: { message, type: 'invalid_request_error', param, code } }
}

/** @type {Readonly<Record<string, Fault>>} https://platform.openai.com/docs/guides/error-codes */
const FAULTS = {
  'fault-400': invalid('Invalid value.', 'temperature', 'invalid_value'),
  'fault-401': fault(401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'),
  'fault-404': fault(
    404,
    'The model does not exist or you do not have access to it.',
    'invalid_request_error',
    'model_not_found',
  ),
  'fault-429': { ...fault(429, 'Rate limit reached.', 'requests', 'rate_limit_exceeded'), headers: { 'retry-after': '7' } },
  'fault-quota': fault(429, 'You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota'),
  'fault-500': fault(500, 'The server had an error while processing your request.', 'server_error', null),
  'fault-503': fault(503, 'The engine is currently overloaded.', 'server_error', 'service_unavailable'),
  'fault-context-length': invalid("This model's maximum context length is 128000 tokens.", 'messages', 'context_length_exceeded'),
}

/** @param {number} status @param {string} message @param {string} type @param {string | null} code @returns {Fault} */
function fault(status, message, type, code) {
  return { status, error: { message, type, param: null, code } }
}

/** @param {string} scenario @returns {Fault | undefined} */
export function findFault(scenario) {
  return Object.hasOwn(FAULTS, scenario) ? FAULTS[scenario] : undefined
}

/** @param {Exchange['response']} response @param {LedgerEntry} entry @param {Fault} fault */
export function refuse(response, entry, { status, error, headers }) {
  entry.outcome = 'error'
  entry.status = status
  send(response, status, { error }, headers)
}

/** @param {Exchange} exchange @returns {boolean} */
export function hasBearer({ headers, response }) {
  if (/^Bearer \S+$/.test(headers.authorization ?? '')) return true
  const error = {
    message: 'You did not provide an API key.',
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_api_key',
  }
  send(response, 401, { error })
  return false
}

/** Fields that the vendor does not know are refused. @param {object} body @param {ReadonlySet<string>} known @returns {Fault | undefined} */
export function findUnknown(body, known) {
  const unknown = Object.keys(body).find((name) => !known.has(name))
  return unknown === undefined ? undefined : invalid(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter')
}

/** How many pieces a paced scenario has and how far apart; none for any other. @param {string} scenario */
export function paceOf(scenario) {
  const match = /^paced-(\d+)-(\d+)$/.exec(scenario)
  return match ? { count: Number(match[1]), ms: Number(match[2]) } : undefined
}

/**
 * Writes a stream, broken off after some content where the scenario says so.
 * @param {Exchange['response']} response @param {LedgerEntry} entry @param {string} scenario @param {readonly Frame[]} frames
 * @param {string} errorFrame
 */
export async function writeStream(response, entry, scenario, frames, errorFrame) {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  const pace = paceOf(scenario)
  const breaks = scenario === 'fault-cut-mid-stream' || scenario === 'fault-error-in-stream'
  for (const { text, isPiece } of frames) {
    if (isPiece && breaks && entry.sentTokens >= 3) return breakOff(response, entry, scenario, errorFrame)
    if (isPiece && pace && entry.sentTokens > 0) await wait(pace.ms)
    if (response.destroyed) return
    response.write(text)
    if (isPiece) entry.sentTokens++
  }
  entry.outcome = 'complete'
  response.end()
}

/** @param {Exchange['response']} response @param {LedgerEntry} entry @param {string} scenario @param {string} errorFrame */
async function breakOff(response, entry, scenario, errorFrame) {
  entry.outcome = 'cut'
  if (scenario === 'fault-error-in-stream') return response.end(errorFrame)
  // Until what was written is with the kernel: a socket destroyed sooner takes it along.
  await new Promise((resolve) => response.write(': flush\n\n', resolve))
  response.destroy()
}
