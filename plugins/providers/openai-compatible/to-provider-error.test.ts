import { describe, expect, it } from 'vitest'
import { toProviderError, type WireError } from '../../provider-transport/to-provider-error.js'
import { toAnswerError } from './wire-error.js'

const convert = (wire: WireError, status?: number, prompts: readonly string[] = []) =>
  toProviderError(wire, { provider: 'groq', status, prompts: () => prompts })

describe('toProviderError', () => {
  it.each([
    [400, 'PROVIDER_REJECTED'],
    [401, 'PROVIDER_AUTHENTICATION'],
    [402, 'PROVIDER_QUOTA_EXCEEDED'],
    [403, 'PROVIDER_AUTHENTICATION'],
    [404, 'PROVIDER_MODEL_NOT_FOUND'],
    [405, 'PROVIDER_REJECTED'],
    [408, 'PROVIDER_TIMEOUT'],
    [409, 'PROVIDER_ERROR'],
    [413, 'PAYLOAD_TOO_LARGE'],
    [418, 'PROVIDER_REJECTED'],
    [422, 'PROVIDER_REJECTED'],
    [429, 'PROVIDER_RATE_LIMITED'],
    [500, 'PROVIDER_ERROR'],
    [502, 'PROVIDER_ERROR'],
    [503, 'PROVIDER_OVERLOADED'],
    [504, 'PROVIDER_TIMEOUT'],
    [529, 'PROVIDER_OVERLOADED'],
    [599, 'PROVIDER_ERROR'],
    [301, 'PROVIDER_BAD_RESPONSE'],
  ])('makes %i %s', (status, code) => {
    expect(convert({}, status)).toMatchObject({ code, providerStatus: status })
  })

  it.each([
    ['context_length_exceeded', 400, 'CONTEXT_LENGTH_EXCEEDED'],
    ['content_filter', 400, 'CONTENT_FILTERED'],
    ['content_policy_violation', 400, 'CONTENT_FILTERED'],
    ['insufficient_quota', 429, 'PROVIDER_QUOTA_EXCEEDED'],
    ['model_not_found', 400, 'PROVIDER_MODEL_NOT_FOUND'],
    ['rate_limit_exceeded', 400, 'PROVIDER_RATE_LIMITED'],
    ['invalid_api_key', 400, 'PROVIDER_AUTHENTICATION'],
  ])('believes the code %s more than the status %i', (name, status, code) => {
    expect(convert({ code: name }, status)).toMatchObject({ code, providerCode: name })
    expect(convert({ type: name }, status)).toMatchObject({ code, providerCode: name })
  })

  it('knows a prompt that is too long by the prose of vendors without a code', () => {
    const message = "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens."
    expect(convert({ message, type: 'BadRequestError', code: 400 }, 400).code).toBe('CONTEXT_LENGTH_EXCEEDED')
  })

  it('does not look properties of Object up', () => {
    expect(convert({ code: 'constructor' }, 400).code).toBe('PROVIDER_REJECTED')
  })

  it('quotes what helps with accounts, short and without keys', () => {
    const message = `Incorrect API key provided: sk-proj-abc123***xyz. Ask ops@example.com. ${'x '.repeat(300)}`
    const said = convert({ message, code: 'invalid_api_key' }, 401).message
    expect(said).toContain('Incorrect API key provided')
    expect(said).not.toMatch(/sk-proj|abc123|xyz|ops@/)
    expect(said.length).toBeLessThan(400)
  })

  it('quotes a refusal that repeats nothing of the prompt, with its parameter', () => {
    const wire = { message: "Unsupported value: 'temperature' must be 1.", param: 'temperature', code: 'unsupported_value' }
    const error = convert(wire, 400, ['Tell me about the ocean and its many fishes'])
    expect(error.message).toContain('must be 1')
    expect(error).toMatchObject({ path: 'temperature', providerCode: 'unsupported_value' })
  })

  it.each([
    [
      'a part of a long prompt',
      'Could not parse: the patient is allergic to PENICILLIN and',
      'Notes. The patient is allergic to penicillin and nuts.',
    ],
    ['a short prompt', 'Invalid input "code 4711" given', 'code 4711'],
    ['an escaped prompt', 'Bad JSON: {\\"name\\": \\"Ada\\", \\"born\\": 1815}', '{"name": "Ada", "born": 1815}'],
  ])('quotes nothing when the vendor echoes %s', (_, message, prompt) => {
    expect(convert({ message }, 400, [prompt]).message).not.toContain('It says')
  })

  it('quotes nothing of errors that may speak of prompts', () => {
    for (const status of [500, 503]) expect(convert({ message: 'Failed on: my diary' }, status).message).not.toContain('diary')
    expect(convert({ message: 'Flagged: my diary', code: 'content_filter' }, 400).message).not.toContain('diary')
  })

  it('does not take prose for a code or a parameter', () => {
    const error = convert({ message: 'No', code: 'my diary says no', param: 'dear diary' }, 400)
    expect(error.providerCode).toBeUndefined()
    expect(error.path).toBeUndefined()
  })
})

describe('toAnswerError', () => {
  it('takes a numeric code for a status, as OpenRouter means it', () => {
    expect(toAnswerError('openrouter', { code: 429, message: 'Slow down' }).code).toBe('PROVIDER_RATE_LIMITED')
  })

  it('is a failure of the provider when it says nothing else', () => {
    expect(toAnswerError('x', { message: 'Oops' }).code).toBe('PROVIDER_ERROR')
    expect(toAnswerError('x', { type: 'invalid_request_error' }).code).toBe('PROVIDER_REJECTED')
  })
})
