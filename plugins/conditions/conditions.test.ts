import { describe, expect, test } from 'vitest'
import { GatewayError, type RouteFacts } from '../../src/plugin-api.js'
import { compileCondition } from './index.js'

const NOTHING: RouteFacts['request'] = {
  model: 'smart',
  operation: 'completion',
  stream: false,
  tools: [],
  jsonSchema: false,
  vision: false,
  modalities: ['text'],
  output: 'text',
  promptTokens: 1_500,
  maxOutputTokens: 0,
  complexity: 0.4,
  messages: 1,
  reasoning: false,
  endUser: '',
  tags: [],
  metadata: { plan: 'pro' },
  headers: { 'x-stage': 'on' },
  region: 'eu',
  dataClasses: ['pii'],
}

function factsOf(request: Partial<RouteFacts['request']> = {}, now = '2026-11-23T12:34:56.789Z'): RouteFacts {
  const empty = { organization: 'o', key: 'k', name: 'n', team: '', application: '', role: '', tags: [], scopes: [] }
  return { request: { ...NOTHING, ...request }, principal: { ...empty, tier: 'free' }, now: new Date(now) }
}

const holds = (source: string, facts = factsOf()) => compileCondition(source).test(facts)

test.each([
  'request.promptTokens > 1000',
  'request.promptTokens * 2 == 3000 && double(request.promptTokens) * 1.5 > 2000.0',
  'request.complexity > 0 && request.complexity <= 0.4',
  "request.model.matches('^sm[a-z]*t$')",
  "request.metadata.plan == 'pro' && request['metadata']['plan'] == 'pro'",
  "'pii' in request.dataClasses",
  "principal.tier in ['free', 'trial']",
  "['sm', 'large'].exists(part, request.model.startsWith(part))",
  "now > timestamp('2026-11-23T12:34:56Z') && now - timestamp('2026-11-23T12:00:00Z') < duration('1h')",
  "now.getHours('Europe/Berlin') == 13 && now.getHours() == 12 && now.getDayOfWeek('America/New_York') == 1",
  '(request.stream ? 1 : 2) == 2',
  "['x-absent', 'x-stage'].exists(name, request.headers[name] == 'on')",
  "['smart', 'simple'].filter(name, name.matches('^sm')).size() == 1 && ['a'].map(name, name.matches('b')) == [false]",
  "[now].all(time, time.getHours('Asia/Tokyo') == 21)",
])('holds: %s', (source) => {
  expect(holds(source)).toEqual({ holds: true })
})

test.each([
  ["request.headers['x-beta'] == 'on'", false],
  ["request.headers['x-beta'] != 'on'", true],
  ["!(request.headers['x-beta'] == 'on')", true],
  ["request['headers']['x-beta'] == 'on'", false],
  ["request.headers.beta == ''", true],
  ["'x-beta' in request.headers", false],
  ["'x-stage' in request.headers", true],
  ['has(request.metadata.plan)', true],
  ['has(request.metadata.team)', false],
  ["request.headers['constructor'] == ''", true],
])('takes an absent text for an empty one, without a problem: %s is %s', (source, expected) => {
  expect(holds(source)).toEqual({ holds: expected })
})

test.each([
  ['request.tolls.size() > 0', 'character 9: request has no "tolls"; did you mean "tools"?'],
  ["request['modl'] == 'a'", 'did you mean "model"?'],
  ["true &&\n  principal.teir == 'x'", 'line 2, character 13: principal has no "teir"; did you mean "tier"?'],
  ["requst.model == 'a'", 'character 1: there is no variable "requst"; did you mean "request"?'],
  ['request.model > 3', 'there is no operation string > int'],
  ['request.tools.exists(tool, tool > 3)', 'there is no operation string > int'],
  ['request.complexity == 1', 'write a number with a point'],
  ['request.model', 'must be true or false, and this is string'],
  ['request.tools.map(tool, tool)', 'must be true or false, and this is list<string>'],
  ["request.model.indexof('a') > 0", 'there is no method "indexof"; did you mean "indexOf"?'],
  ["request.model = 'a'", 'values are compared by =='],
  ['', 'it ends too early'],
  ["request.headers['X-Stage'] == 'on'", 'write "x-stage"'],
  ["now.getHours('Mars/Base') == 1", 'character 14: there is no time zone "Mars/Base"'],
  ['now.getHours(request.region) == 1', 'must be written out'],
  ["request.model.getHours('UTC') == 1", 'for a timestamp'],
  ['request.model.matches(request.region)', 'must be written out'],
  ["request.tools.matches('a')", 'matches is for a string'],
  ["[{'headers': {'a': 1}}].exists(request, request.headers['a'] == 'b')", 'map<string, int>'],
])('refuses %s', (source, reason) => {
  const error = refusalOf(source)
  expect(error.code).toBe('INVALID_REQUEST')
  expect(error.message).toContain(reason)
})

test.each([
  'dyn(request.model) > 3',
  'cel.bind(x, 1, x > 0)',
  'type(1) == int',
  "bytes('a') == b'a'",
  "'a,b'.split(',').size() > 1",
])('leaves out what would go round the checks: %s', (source) => {
  expect(refusalOf(source).message).toContain('there is no')
})

describe('is bounded', () => {
  test.each([
    ['length', `request.model == '${'a'.repeat(2_000)}'`, 'at most 2000 characters'],
    ['depth', `${'('.repeat(100)}true${')'.repeat(100)}`, 'too large'],
    ['lists', `1 in [${'1,'.repeat(300)}]`, 'too large'],
    ['nodes', `${'!'.repeat(900)}true`, 'too large'],
    ['loops', '[1].all(a, [1].all(b, [1].all(c, a == b && b == c)))', 'at most 2 loops'],
  ])('in %s', (_what, source, reason) => {
    expect(refusalOf(source).message).toContain(reason)
  })

  test('loops after one another are not in one another', () => {
    expect(holds('[1].map(a, a).filter(a, a > 0).map(a, a + 1).all(a, [2].exists(b, a == b))').holds).toBe(true)
  })
})

test.each([
  '(a+)+b',
  '(a|a)*b',
  '(a)\\1',
  '(?=a)b',
  '.*.*b',
  '^.*.*.*b',
  '(?<n>a)',
  '[^](a+)+b',
  'a{1,400}b{1,400}',
  '(a|b|c|d|e)(a|b|c|d|e).*',
])('refuses a pattern that may search for long: %s', (pattern) => {
  expect(refusalOf(`request.model.matches(r'${pattern}')`).message).toContain('a pattern')
})

test.each(['^gpt-[0-9.]+(-mini|-nano)?$', '(gpt'])('refuses a repeated group and what is no pattern: %s', (pattern) => {
  expect(refusalOf(`request.model.matches(r'${pattern}')`).message).toContain('pattern')
})

test('ends the search of the dearest pattern that is accepted on the text that is worst for it', () => {
  const { test: ask } = compileCondition("request.model.matches('^a*a*b')")
  const facts = factsOf({ model: 'a'.repeat(512) })
  expect(ask(facts)).toEqual({ holds: false })
})

test.each([
  ["request.tools[0] == 'secret'", 'index out of bounds (character 1)'],
  ["{'pro': 1}[principal.tier] == 1", 'no such key (character 1)'],
  ["int(request.model) > 1 && request.model == 'smart'", 'int conversion error (character 1)'],
  ['10 / request.maxOutputTokens > 1', 'division by zero (character 1)'],
])('holds for nobody, and says why without a value, what cannot be evaluated: %s', (source, problem) => {
  const result = holds(source)
  expect(result).toEqual({ holds: false, problem })
})

test('does not search a text that is longer than what it searches', () => {
  expect(holds("request.model.matches('a')", factsOf({ model: 'a'.repeat(513) }))).toEqual({
    holds: false,
    problem: 'text of more than 512 characters',
  })
})

test('an error on one side does not decide what the other side decides', () => {
  expect(holds("request.tools[0] == 'a' || request.model == 'smart'")).toEqual({ holds: true })
})

test('never throws, whatever it is handed', () => {
  expect(compileCondition('request.promptTokens > 1').test({} as RouteFacts).holds).toBe(false)
})

test('reads nothing that the answer does not need', () => {
  const read: string[] = []
  const facts = factsOf()
  const request = new Proxy(facts.request, {
    get(target, name) {
      read.push(String(name))
      return Reflect.get(target, name)
    },
  })
  const call = { ...facts, request }
  compileCondition("request.model == 'smart' || request.promptTokens > 1").test(call)
  expect(read).toEqual(['model'])
})

test('follows summer time, on the days on which it begins and ends', () => {
  const at = (now: string) => compileCondition("now.getHours('Europe/Berlin') == 3").test(factsOf({}, now)).holds
  expect(at('2026-03-29T00:59:59Z')).toBe(false)
  expect(at('2026-03-29T01:00:00Z')).toBe(true)
  expect(at('2026-10-25T01:59:59Z')).toBe(false)
  expect(at('2026-10-25T02:00:00Z')).toBe(true)
})

test.each([
  [
    "now.getDayOfYear('Asia/Kathmandu') == 0 && now.getDate('Asia/Kathmandu') == 1 && now.getMonth('Asia/Kathmandu') == 0",
    '2026-12-31T18:15:00Z',
  ],
  ['now.getDayOfYear() == 364 && now.getDayOfMonth() == 30 && now.getFullYear() == 2026', '2026-12-31T18:15:00Z'],
  [
    "now.getMinutes('Asia/Kathmandu') == 0 && now.getSeconds() == 5 && now.getMilliseconds('Asia/Kathmandu') == 7",
    '2026-12-31T18:15:05.007Z',
  ],
])('tells the parts of a time: %s', (source, now) => {
  expect(holds(source, factsOf({}, now))).toEqual({ holds: true })
})

function refusalOf(source: string): GatewayError {
  try {
    compileCondition(source)
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error(`accepted: ${source}`)
}
