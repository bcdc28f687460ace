import { describe, expect, it } from 'vitest'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import { answering, buildPipeline, eventsOf, requestFor, type Script } from '../support/pipeline-builder.js'

const extra = { dialect: 'anthropic', fields: { mcp_servers: [], thinking: {} }, headers: { 'anthropic-beta': 'x' } }

async function ask(dialects: readonly string[] | undefined, changes: Partial<CompletionRequest> = {}) {
  let asked: CompletionRequest | undefined
  const acme: Script = (call) => {
    asked = call.request
    return answering('Hello')(call)
  }
  const built = buildPipeline({ providers: { acme }, ...(dialects && { dialects }) })
  const last = (await eventsOf(built, requestFor('acme/model', { extra, ...changes }))).at(-1)
  return { asked, last, warnings: last?.type === 'completed' ? last.completion.warnings : [] }
}

describe('fields that only one wire format knows', () => {
  it('reach a provider of that format as they are', async () => {
    const { asked, warnings } = await ask(['openai', 'anthropic'])
    expect(asked?.extra).toEqual(extra)
    expect(warnings).toEqual([])
  })

  it('are left out elsewhere, with a warning for each that is not said otherwise', async () => {
    const { asked, warnings } = await ask(['openai'])
    expect(asked?.extra).toEqual({ ...extra, fields: {} })
    expect(warnings).toMatchObject([{ code: 'UNSUPPORTED_PARAMETER', parameter: 'extra.mcp_servers' }])
  })

  it('are refused when the caller says so, and left out in silence when that is asked for', async () => {
    const refused = await ask(['openai'], { onUnsupported: 'ERROR' })
    expect(refused.last).toMatchObject({ type: 'failed', error: { code: 'UNSUPPORTED_PARAMETER', path: 'extra.mcp_servers' } })
    expect(refused.asked).toBeUndefined()
    expect((await ask(['openai'], { onUnsupported: 'IGNORE' })).warnings).toEqual([])
  })

  it('are the affair of a provider that names no formats', async () => {
    expect((await ask(undefined)).asked?.extra).toEqual(extra)
  })
})
