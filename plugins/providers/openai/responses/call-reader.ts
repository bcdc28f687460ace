import type { ProviderEvent, ProviderState } from '../../../../src/plugin-api.js'
import { type AnswerContext, type ItemReader, remainder } from './item-reader.js'
import { text, type Wire } from './wire.js'

/** A call of one of the caller's functions. It is announced with its name before the first piece of its arguments. */
export function createCallReader(announced: Wire, { owner, nextPart, nextCall }: AnswerContext): ItemReader {
  const place = { index: nextCall(), part: nextPart() }
  let hasBegun = false
  let shown = 0

  function begin(item: Wire, out: ProviderEvent[]): void {
    hasBegun = true
    const id = text(item['call_id']) ?? text(item['id']) ?? `call_${place.index}`
    const state = toState(item, owner)
    const name = text(item['name']) ?? ''
    out.push({ type: 'tool-call-delta', ...place, id, name, argumentsDelta: '', ...(state && { providerState: state }) })
  }

  function push(argumentsDelta: string, out: ProviderEvent[]): void {
    if (argumentsDelta === '') return
    shown += argumentsDelta.length
    out.push({ type: 'tool-call-delta', ...place, argumentsDelta })
  }

  return {
    piece(event, out) {
      if (event['type'] !== 'response.function_call_arguments.delta') return
      if (!hasBegun) begin(announced, out)
      push(text(event['delta']) ?? '', out)
    },
    whole(item, out) {
      if (!hasBegun) begin(item, out)
      push(remainder(item['arguments'], shown), out)
    },
  }
}

function toState(item: Wire, owner: string): ProviderState | undefined {
  const id = text(item['id'])
  return id ? { provider: owner, value: { id } } : undefined
}
