/** What happens to a chat request, by the name of the model that it asks for. README.md has the list. */

import {
  answer,
  choice,
  reasoningAnswer,
  refusalAnswer,
  schemaAnswer,
  textAnswer,
  tokens,
  toolAnswer,
  usualAnswer,
} from './answers.mjs'

/**
 * @typedef {import('./exchange.mjs').Exchange} Exchange
 * @typedef {(exchange: Exchange) => void | Promise<void>} Scenario
 */

/** @type {Record<string, Scenario>} */
const NORMAL = {
  text: (exchange) => exchange.answer(textAnswer(exchange.body)),
  tools: (exchange) => exchange.answer(toolAnswer(exchange.body, 1)),
  'parallel-tools': (exchange) => exchange.answer(toolAnswer(exchange.body, 2)),
  'json-schema': (exchange) => exchange.answer(schemaAnswer(exchange.body)),
  reasoning: (exchange) => exchange.answer(reasoningAnswer()),
  refusal: (exchange) => exchange.answer(refusalAnswer()),
  cached: (exchange) => exchange.answer(answer({ cached: 8 })),
  length: (exchange) => exchange.answer(answer({ choices: [choice({ tokens: tokens(5), finish: 'length' })] })),
  hidden: (exchange) =>
    exchange.answer(answer({ choices: [choice({ finish: 'length' })], hidden: 30 }), { paceMs: 10, apart: true }),
  filtered: (exchange) => exchange.answer(answer({ choices: [choice({ tokens: tokens(2), finish: 'content_filter' })] })),
  citations: (exchange) => exchange.answer(answer({ extra: { citations: ['https://example.com/a'] } })),
}

/** @type {Record<string, Scenario>} */
const FAULTS = {
  refuse: (exchange) => exchange.cut(),
  400: (exchange) =>
    exchange.fail(400, {
      message: 'Unsupported value.',
      type: 'invalid_request_error',
      param: 'temperature',
      code: 'unsupported_value',
    }),
  'context-length': (exchange) =>
    exchange.fail(400, {
      message: 'Too long.',
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    }),
  echo: (exchange) =>
    exchange.fail(400, {
      message: `Invalid: ${lastText(exchange.body)}`,
      type: 'invalid_request_error',
      param: null,
      code: null,
    }),
  401: (exchange) =>
    exchange.fail(401, {
      message: 'Incorrect API key provided.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    }),
  404: (exchange) =>
    exchange.fail(404, { message: 'No such model.', type: 'invalid_request_error', param: 'model', code: 'model_not_found' }),
  429: (exchange) => exchange.fail(429, { message: 'Slow down.', type: 'requests', param: null, code: 'rate_limit_exceeded' }),
  '429-retry-after': (exchange) =>
    exchange.fail(
      429,
      { message: 'Slow down.', type: 'requests', param: null, code: 'rate_limit_exceeded' },
      { 'retry-after': '7' },
    ),
  quota: (exchange) =>
    exchange.fail(429, { message: 'No credit.', type: 'insufficient_quota', param: null, code: 'insufficient_quota' }),
  500: (exchange) => exchange.fail(500, { message: 'Oops.', type: 'server_error', param: null, code: null }),
  503: (exchange) =>
    exchange.fail(503, { message: 'Overloaded.', type: 'server_error', param: null, code: 'service_unavailable' }),
  'stall-before-headers': () => {},
  'stall-before-first-token': (exchange) => exchange.begin(),
  'stall-before-body': (exchange) => exchange.beginBody(),
  'stall-mid-body': (exchange) => exchange.halfBody(textAnswer(exchange.body)),
  'cut-mid-body': async (exchange) => {
    await exchange.halfBody(textAnswer(exchange.body))
    exchange.cut()
  },
  'stall-mid-stream': (exchange) => exchange.stream(textAnswer(exchange.body), { stopAfter: 4 }),
  'cut-mid-stream': async (exchange) => {
    await exchange.stream(textAnswer(exchange.body), { stopAfter: 4 })
    exchange.cut()
  },
  'end-mid-stream': async (exchange) => {
    await exchange.stream(textAnswer(exchange.body), { stopAfter: 4 })
    exchange.end()
  },
  'malformed-chunk': async (exchange) => {
    await exchange.stream(textAnswer(exchange.body), { stopAfter: 3 })
    exchange.raw('data: {"choices":[{"delta":{"content":\n\n')
    exchange.end()
  },
  'malformed-json': (exchange) => exchange.whole('{"id":"chatcmpl-1","choices":[{'),
  'error-in-200': (exchange) =>
    exchange.whole(JSON.stringify({ error: { message: 'Overloaded.', type: 'overloaded_error', code: null } })),
  'error-in-stream': async (exchange) => {
    await exchange.stream(textAnswer(exchange.body), { stopAfter: 4 })
    exchange.data({ error: { message: 'The engine failed.', type: 'server_error', param: null, code: null } })
    exchange.end()
  },
  'error-first': (exchange) => {
    exchange.data({ error: { message: 'The engine failed.', type: 'server_error', param: null, code: null } })
    exchange.end()
  },
  'empty-body': (exchange) => exchange.whole(''),
  'empty-answer': (exchange) => exchange.answer(answer({ choices: [] })),
  'no-words': (exchange) => exchange.answer(answer({ choices: [choice()] }), { usage: 'none' }),
  'huge-line': (exchange) =>
    exchange.raw(`data: {"id":"x","choices":[{"index":0,"delta":{"content":"${'x'.repeat(2 * 1024 * 1024)}"}}]}\n\n`),
  'wrong-content-type': (exchange) => exchange.whole('<html>Welcome</html>', 'text/html'),
  redirect: (exchange) => exchange.redirect('/elsewhere'),
  'no-done': (exchange) => exchange.stream(textAnswer(exchange.body), { withoutDone: true }),
  'no-finish': (exchange) => exchange.stream(answer({ choices: [choice({ tokens: tokens(3), finish: '' })] })),
  'usage-on-first-chunk': (exchange) => exchange.answer(textAnswer(exchange.body), { usage: 'first' }),
  'no-usage': (exchange) => exchange.answer(textAnswer(exchange.body), { usage: 'none' }),
}

/** Names that carry numbers. @type {readonly [RegExp, (match: string[], exchange: Exchange) => void | Promise<void>][]} */
const PATTERNS = [
  [/^tokens-(\d+)$/, ([, count], exchange) => exchange.answer(textAnswer(exchange.body, Number(count)))],
  [
    /^paced-(\d+)-(\d+)$/,
    ([, count, ms], exchange) => exchange.answer(textAnswer(exchange.body, Number(count)), { paceMs: Number(ms) }),
  ],
  [/^slow-(\d+)$/, ([, ms], exchange) => exchange.after(Number(ms), () => exchange.answer(usualAnswer(exchange.body)))],
]

/** @param {string} name @returns {Scenario} */
export function findScenario(name) {
  if (Object.hasOwn(NORMAL, name)) return NORMAL[name]
  if (name.startsWith('fault-') && Object.hasOwn(FAULTS, name.slice(6))) return FAULTS[name.slice(6)]
  for (const [pattern, run] of PATTERNS) {
    const match = pattern.exec(name)
    if (match) return (exchange) => run(match, exchange)
  }
  return (exchange) => exchange.answer(usualAnswer(exchange.body))
}

export const SCENARIO_NAMES = [...Object.keys(NORMAL), ...Object.keys(FAULTS).map((name) => `fault-${name}`)]

/** @param {any} body */
function lastText(body) {
  const content = body.messages?.at?.(-1)?.content
  return typeof content === 'string' ? content : ''
}
