import { describe, expect, it } from 'vitest'
import type { CompletionEvent } from '../../src/domain/completion-event.js'
import type { CompletionRequest } from '../../src/domain/completion-request.js'
import type { ContentPart, Message } from '../../src/domain/content.js'
import type { TurnState, TurnStateStore } from '../../src/domain/stores.js'
import { rememberTurns } from '../../src/gateway/remember-turns.js'
import { buildPipeline, eventsOf, requestFor, type Script } from '../support/pipeline-builder.js'

const state = (provider: string, value: string) => ({ providerState: { provider, value } })
const THOUGHT: ContentPart = { type: 'reasoning', text: 'Weather first.', ...state('acme', 'sig-thought') }
const CALL: ContentPart = { type: 'tool-call', id: 'call_1', name: 'get_weather', arguments: '{}', ...state('acme', 'sig-call') }
const ANSWER: CompletionEvent[] = [
  { type: 'reasoning-delta', text: 'Weather first.', ...state('acme', 'sig-thought') },
  { type: 'tool-call-delta', index: 0, id: 'call_1', name: 'get_weather', argumentsDelta: '{}', ...state('acme', 'sig-call') },
  { type: 'finish', reason: 'TOOL_CALLS' },
]

function createStore(): TurnStateStore & { turns: Map<string, TurnState> } {
  const turns = new Map<string, TurnState>()
  return {
    turns,
    insert: async (organizationId, added) => {
      for (const turn of added) turns.set(organizationId + turn.toolCallId, turn)
    },
    findMany: async (organizationId, ids) => ids.flatMap((id) => turns.get(organizationId + id) ?? []),
  }
}

function build(options: { store?: TurnStateStore; failures?: unknown[]; owner?: boolean } = {}) {
  const asked: CompletionRequest[] = []
  const script: Script = async function* ({ request }) {
    asked.push(request)
    yield ANSWER as never
  }
  const { store = createStore(), failures = [], owner = true } = options
  const turns = rememberTurns({ store, onFailure: (error) => failures.push(error), patienceMs: 50 })
  return {
    asked,
    built: buildPipeline({
      providers: { acme: script, other: script },
      turns,
      ...(owner && { stateOwner: (name: string) => name }),
    }),
  }
}

const without = (...parts: ContentPart[]): Message[] => [
  { role: 'user', parts: [{ type: 'text', text: 'How is it?' }] },
  { role: 'assistant', parts },
  { role: 'tool', parts: [{ type: 'tool-result', toolCallId: 'call_1', parts: [{ type: 'text', text: 'sun' }] }] },
]
const bare: ContentPart = { type: 'tool-call', id: 'call_1', name: 'get_weather', arguments: '{}' }

describe('the state that a provider attached to a turn', () => {
  it('is found again by the tool call when the client dropped it', async () => {
    const { built, asked } = build()
    await eventsOf(built)
    await eventsOf(built, requestFor('acme/model', { messages: without(bare) }))
    expect(asked[1]?.messages[1]?.parts).toEqual([THOUGHT, CALL])
  })

  it('is found by another process that shares the store', async () => {
    const store = createStore()
    await eventsOf(build({ store }).built)
    const { built, asked } = build({ store })
    await eventsOf(built, requestFor('acme/model', { messages: without(bare) }))
    expect(asked[0]?.messages[1]?.parts).toEqual([THOUGHT, CALL])
  })

  it('is not looked for beyond the process when the provider keeps none', async () => {
    const store = createStore()
    await eventsOf(build({ store }).built)
    const { built, asked } = build({ store, owner: false })
    await eventsOf(built, requestFor('acme/model', { messages: without(bare) }))
    expect(asked[0]?.messages[1]?.parts).toEqual([bare])
  })

  it('never crosses to another organisation', async () => {
    const { built, asked } = build()
    await eventsOf(built)
    const stranger = {
      organizationId: 'org_other',
      keyId: 'key_9',
      name: 'x',
      scopes: new Set(['inference' as const]),
      models: null,
    }
    await eventsOf(built, requestFor('acme/model', { messages: without(bare) }), { principal: stranger })
    expect(asked[1]?.messages[1]?.parts).toEqual([bare])
  })

  it('is not taken from a turn that shares only the id', async () => {
    const { built, asked } = build()
    await eventsOf(built)
    const other: ContentPart = { ...bare, name: 'get_time' } as ContentPart
    await eventsOf(built, requestFor('acme/model', { messages: without(other) }))
    expect(asked[1]?.messages[1]?.parts).toEqual([other])
  })

  it('adds to what the client says and does not overrule it', async () => {
    const { built, asked } = build()
    await eventsOf(built)
    const edited: ContentPart = { ...bare, arguments: '{"city":"Berne"}' }
    await eventsOf(built, requestFor('acme/model', { messages: without({ type: 'text', text: 'Let me see.' }, edited) }))
    expect(asked[1]?.messages[1]?.parts).toEqual([
      THOUGHT,
      { type: 'text', text: 'Let me see.' },
      { ...edited, ...state('acme', 'sig-call') },
    ])
  })

  it('is dropped with one warning when another provider takes over', async () => {
    const { built, asked } = build()
    const events = await eventsOf(built, requestFor('other/model', { messages: without(THOUGHT, CALL) }))
    expect(asked[0]?.messages[1]?.parts.every((part) => part.providerState === undefined)).toBe(true)
    expect(events.at(-1)).toMatchObject({ completion: { warnings: [{ code: 'STATE_DROPPED' }] } })
  })

  it('is missed, and not waited for, when the store is away', async () => {
    const failures: unknown[] = []
    const store: TurnStateStore = {
      insert: () => new Promise(() => undefined),
      findMany: async () => Promise.reject(new Error('away')),
    }
    const { built, asked } = build({ store, failures })
    await eventsOf(built)
    await eventsOf(built, requestFor('acme/model', { messages: without({ ...bare, id: 'call_unknown' } as ContentPart) }))
    expect(asked).toHaveLength(2)
    // Each answer was not kept, and the unknown call not found.
    expect(failures).toHaveLength(3)
  })
})
