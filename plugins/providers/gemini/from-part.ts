import type { Citation, JsonObject, ProviderEvent, TokenLogprob } from '../../../src/plugin-api.js'
import { DIALECT, toState } from './gemini-state.js'
import { makeToolCallId } from './tool-call-id.js'

type WirePart = Readonly<Record<string, unknown>>

export interface PartReaderOptions {
  readonly choice: number | undefined
  readonly responseId: string | undefined
}

/** What an answer says beside its parts. */
export interface Beside {
  readonly logprobs: readonly TokenLogprob[] | undefined
  /** The sources of a text, once it is whole. */
  readonly citations: (text: string) => readonly Citation[] | undefined
}

interface Open {
  readonly type: 'text' | 'reasoning'
  readonly part: number
  text: string
  /** A signature ends its part: what follows must not be merged into it, nor it into what stands before. */
  readonly isSigned: boolean
}

/** Turns the elements of `parts` into events; pieces of text without signatures go on in the part that is open. */
export function createPartReader({ choice, responseId }: PartReaderOptions) {
  let count = 0
  let calls = 0
  let open: Open | undefined

  function readText(wire: WirePart & { readonly text: string }, out: ProviderEvent[], logprobs?: readonly TokenLogprob[]): void {
    const type = wire['thought'] === true ? 'reasoning' : 'text'
    const state = toState(wire['thoughtSignature'])
    const isSigned = state.providerState !== undefined
    if (wire.text === '' && !isSigned && !logprobs) return
    if (isSigned || open?.type !== type || open.isSigned) open = { type, part: count++, text: '', isSigned }
    open.text += wire.text
    const { part } = open
    out.push(
      type === 'reasoning'
        ? { type: 'reasoning-delta', text: wire.text, choice, part, ...state }
        : { type: 'text-delta', text: wire.text, choice, part, ...state, ...(logprobs && { logprobs }) },
    )
  }

  function readCall(wire: WirePart, call: WirePart, out: ProviderEvent[]): void {
    const index = calls++
    open = undefined
    out.push({
      type: 'tool-call-delta',
      index,
      id: text(call['id']) ?? makeToolCallId(responseId, choice ?? 0, index),
      name: text(call['name']) ?? '',
      argumentsDelta: JSON.stringify(call['args'] ?? {}),
      choice,
      part: count++,
      ...toState(wire['thoughtSignature']),
    })
  }

  /** A picture, or code that the vendor ran: whole, in the dialect's own form. */
  function readNative({ thoughtSignature, ...value }: WirePart, out: ProviderEvent[]): void {
    if (Object.keys(value).length === 0) return
    open = undefined
    out.push({
      type: 'native',
      dialect: DIALECT,
      value: value as JsonObject,
      choice,
      part: count++,
      ...toState(thoughtSignature),
    })
  }

  function cite(out: ProviderEvent[], citations: Beside['citations']): void {
    if (open?.type !== 'text' || open.text === '') return
    const found = citations(open.text)
    if (found) out.push({ type: 'text-delta', text: '', choice, part: open.part, citations: found })
  }

  return {
    get hasCalls() {
      return calls > 0
    },
    read(wires: readonly unknown[], out: ProviderEvent[], beside: Beside): void {
      let logprobs = beside.logprobs
      for (const value of wires) {
        const wire = record(value)
        const call = wire['functionCall']
        if (isText(wire)) {
          // A signature on nothing often ends an answer; the sources belong to the text before it.
          if (wire.text === '') cite(out, beside.citations)
          const isAnswer = wire['thought'] !== true
          readText(wire, out, isAnswer ? logprobs : undefined)
          if (isAnswer) logprobs = undefined
        } else if (typeof call === 'object' && call !== null) readCall(wire, call as WirePart, out)
        else readNative(wire, out)
      }
      if (logprobs) readText({ text: '' }, out, logprobs)
      cite(out, beside.citations)
    },
  }
}

function isText(wire: WirePart): wire is WirePart & { readonly text: string } {
  return typeof wire['text'] === 'string'
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function record(value: unknown): WirePart {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WirePart) : {}
}
