import { describe, expect, it } from 'vitest'
import { plugin } from '../index.js'
import { vendors } from './index.js'

/** Kinds that speak dialects of their own. */
const OTHERS = ['openai', 'anthropic', 'gemini', 'bedrock', 'azure-openai', 'vertex', 'cohere', 'ollama', 'demo']

describe('the table of vendors', () => {
  it('has at least 30 that serve over the internet', () => {
    expect(vendors.filter(({ baseUrl }) => baseUrl).length).toBeGreaterThanOrEqual(30)
  })

  it('names each kind and each variable once', () => {
    const kinds = vendors.map(({ kind }) => kind)
    const variables = vendors.flatMap(({ apiKeyVariable }) => apiKeyVariable ?? [])
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(new Set(variables).size).toBe(variables.length)
  })

  it.each(vendors)('describes $kind', (vendor) => {
    expect(vendor.kind).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(OTHERS).not.toContain(vendor.kind)
    expect(vendor.documentation).toMatch(/^https:\/\//)
    expect(vendor.apiKeyVariable ?? 'NONE_KEY').toMatch(/^[A-Z][A-Z0-9_]+$/)
    // Who has a fixed address is asked over TLS and with a key; who has none is the operator's.
    expect(vendor.baseUrl ?? 'https://none').toMatch(/^https:\/\/[^?#]+[^/]$/)
    expect(vendor.keyless ?? false).toBe(vendor.baseUrl === undefined)
  })

  it('makes a provider of each', async () => {
    for (const vendor of vendors) {
      const provider = plugin.createProvider(vendor, {
        name: 'x',
        kind: vendor.kind,
        baseUrl: vendor.baseUrl ?? 'http://localhost:8000/v1',
        apiKey: 'k',
      })
      expect(provider).toMatchObject({ name: 'x', kind: vendor.kind })
      await provider.close()
    }
  })

  it('asks for an address where there is none', () => {
    const vllm = vendors.find(({ kind }) => kind === 'vllm')!
    expect(() => plugin.createProvider(vllm, { name: 'mine', kind: 'vllm' })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining('mine') }),
    )
  })

  it('asks for a key where there is none', () => {
    const groq = vendors.find(({ kind }) => kind === 'groq')!
    expect(() => plugin.createProvider(groq, { name: 'mine', kind: 'groq' })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringContaining('GROQ_API_KEY') }),
    )
  })
})
