import 'reflect-metadata'
import { execute, getOperationAST, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { OperationContext } from '../../src/graphql/context.js'
import { EventProjection } from '../../src/graphql/event-projection.js'
import { toEventType } from '../../src/graphql/inference/event.type.js'
import { createPermissions } from '../../src/graphql/permissions.js'
import { applyShield } from '../../src/graphql/shield.js'
import { createSubgraph } from '../../src/graphql/subgraph.js'
import { completionOf } from './support/answers.js'

const schema = applyShield(createSubgraph(), createPermissions({ federationSdl: true }))
const asked = { model: 'demo/echo', messages: [] }
const EVENTS = [
  toEventType({ type: 'started', callId: 'c', model: 'demo/echo', createdAt: new Date(0) }, 0, asked),
  toEventType({ type: 'text-delta', text: 'a "quoted" text' }, 1, asked),
  toEventType({ type: 'refusal-delta', text: '', choice: 2 }, 2, asked),
  toEventType({ type: 'reasoning-delta', text: 'so' }, 3, asked),
  toEventType({ type: 'tool-call-delta', index: 0, argumentsDelta: '{' }, 4, asked),
  toEventType({ type: 'usage', usage: completionOf('').usage }, 5, asked),
  { __typename: 'TextDelta', seq: 1.5, text: null },
  { __typename: 'TextDelta', seq: 1 },
  { __typename: 'Nothing', seq: 1 },
]

const SELECTIONS = [
  '__typename',
  '... on TextDelta { seq text choice refusal }',
  'kind: __typename ... on TextDelta { n: seq t: text t2: text }',
  '...F',
  '...F ... on TextDelta { seq @skip(if: $no) text @include(if: $no) refusal @include(if: $yes) }',
  '... on TextDelta @skip(if: $yes) { text } ... on ReasoningDelta { text }',
  '... on Started { seq callId createdAt } ... on ToolCallDelta { toolCallId name argumentsDelta index }',
  '... on UsageTick { seq usage { totalTokens } } ... on Completed { completion { id } }',
]

describe('EventProjection', () => {
  it.each(SELECTIONS)('makes the results that the executor makes: %s', async (selection) => {
    const source = `subscription ($yes: Boolean! = true, $no: Boolean = false) {
      e: completionStream(input: { model: "m", messages: [] }) { ${selection} } }
      ${selection.includes('...F') ? 'fragment F on CompletionEvent { ... on TextDelta { text ...G } __typename } fragment G on TextDelta { choice }' : ''}`
    const document = parse(source)
    const contextValue = {} as OperationContext
    const opened = { schema, document, operation: getOperationAST(document)!, contextValue }
    const projection = EventProjection.of(opened)
    let projected = 0
    for (const event of EVENTS) {
      const result = projection!.project(event)
      if (!result) continue
      projected++
      expect(JSON.stringify(result)).toBe(JSON.stringify(await execute({ ...opened, rootValue: event })))
    }
    expect(projected).toBeGreaterThan(0)
  })

  it('projects deltas of text, which come most', () => {
    const document = parse(
      'subscription { completionStream(input: { model: "m", messages: [] }) { ... on TextDelta { seq text } } }',
    )
    const opened = { schema, document, operation: getOperationAST(document)!, contextValue: {} as OperationContext }
    expect(EventProjection.of(opened)?.project(EVENTS[1])).toEqual({
      data: { completionStream: { seq: 1, text: 'a "quoted" text' } },
    })
  })

  it('leaves fields that a rule guards to the executor', () => {
    const guarded = applyShield(createSubgraph(), {})
    const document = parse('subscription { completionStream(input: { model: "m", messages: [] }) { ... on TextDelta { text } } }')
    const opened = { schema: guarded, document, operation: getOperationAST(document)!, contextValue: {} as OperationContext }
    expect(EventProjection.of(opened)?.project(EVENTS[1])).toBeNull()
  })
})
