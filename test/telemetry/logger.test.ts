import { expect, it } from 'vitest'
import { createLogger } from '../../src/telemetry/logger.js'

function linesOf(log: (logger: ReturnType<typeof createLogger>) => void): string {
  let lines = ''
  log(createLogger('debug', { write: (line) => (lines += line) }))
  return lines
}

it.each([
  [{ authorization: 'Bearer hunter2' }],
  [{ headers: { authorization: 'Bearer hunter2', cookie: 'hunter2', 'set-cookie': ['hunter2'] } }],
  [{ req: { headers: { authorization: 'hunter2', 'x-api-key': 'hunter2', 'api-key': 'hunter2' } } }],
  [{ provider: { apiKey: 'hunter2' } }],
  [{ options: { secret: 'hunter2', password: 'hunter2', token: 'hunter2' } }],
  [{ url: 'https://a.example/v1?alt=sse&key=hunter2' }],
  [{ uri: 'mongodb://me:hunter2@db.example:27017/weir' }],
  [{ request: { body: { messages: ['hunter2'] } } }],
  [{ messages: [{ content: 'hunter2' }], prompt: 'hunter2' }],
  [{ completion: { choices: 'hunter2' }, choices: ['hunter2'] }],
])('writes no secret and no prompt: %j', (fields) => {
  const line = linesOf((logger) => logger.info(fields, 'seen'))
  expect(line).not.toContain('hunter2')
  expect(JSON.parse(line)).toMatchObject({ level: 'info', msg: 'seen' })
})

it('writes an error with its causes, without what libraries hang on it', () => {
  const cause = Object.assign(new Error('GET https://a.example/?key=hunter2 with Bearer hunter2hunter2'), {
    code: 'ECONNRESET',
    request: { headers: { 'x-goog-api-key': 'hunter2' } },
  })
  const line = linesOf((logger) => logger.error({ err: new Error('It failed', { cause }) }, 'A call failed'))
  expect(line).not.toContain('hunter2')
  expect(JSON.parse(line)).toMatchObject({
    err: {
      type: 'Error',
      message: 'It failed',
      stack: expect.stringContaining('logger.test'),
      cause: { code: 'ECONNRESET', message: 'GET https://a.example/?key=[redacted] with Bearer [redacted]' },
    },
  })
})

it('writes nothing below its level', () => {
  let lines = ''
  createLogger('warn', { write: (line) => (lines += line) }).info('quiet')
  expect(lines).toBe('')
})
