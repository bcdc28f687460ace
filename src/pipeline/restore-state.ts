import type { ContentPart, Message, ToolCallPart } from '../domain/content.js'
import type { TurnMemory } from '../domain/turn-memory.js'

export interface Recollection {
  readonly turns: TurnMemory
  readonly organizationId: string
  /** Whose state the target understands. */
  readonly owner: string
  /** Whether the provider's answers carry state at all, so that looking further than this process is worth it. */
  readonly everywhere: boolean
}

/**
 * The messages with what their client dropped: the state of an assistant's turn is found by its tool calls. What the client sends is never
 * overruled, only added to.
 */
export async function restoreState(
  messages: readonly Message[],
  { turns, organizationId, owner, everywhere }: Recollection,
): Promise<readonly Message[]> {
  const ids = messages.flatMap(callsWithoutState)
  if (ids.length === 0) return messages
  const found = await turns.find(organizationId, owner, ids, everywhere)
  if (found.size === 0) return messages
  return messages.map((message) => {
    const turn = callsWithoutState(message)
      .map((id) => found.get(id))
      .find(Boolean)
    return turn && isSameTurn(message.parts, turn) ? { ...message, parts: mergeTurn(message.parts, turn) } : message
  })
}

/** Whether any turn may have lost what its provider attached: cheap, since it is asked of every request. */
export function hasLostState(messages: readonly Message[]): boolean {
  return messages.some((message) => callsWithoutState(message).length > 0)
}

/** The tool calls of a turn that may have lost its state. */
function callsWithoutState({ role, parts }: Message): string[] {
  if (role !== 'assistant') return []
  const calls = parts.filter((part) => part.type === 'tool-call')
  const isWhole = calls.length === 0 || calls.every((call) => call.providerState)
  return isWhole ? [] : calls.map(({ id }) => id)
}

/** Some providers count their tool calls anew with each answer: an id alone may be another conversation's. */
function isSameTurn(sent: readonly ContentPart[], turn: readonly ContentPart[]): boolean {
  const names = new Map(turn.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part.name] as const] : [])))
  return sent.every((part) => part.type !== 'tool-call' || names.get(part.id) === part.name)
}

/** The turn as it was answered, with the client's own words where they differ. */
function mergeTurn(sent: readonly ContentPart[], turn: readonly ContentPart[]): ContentPart[] {
  const calls = new Map(turn.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part] as const] : [])))
  const thoughts = sent.some((part) => isThought(part) && part.providerState) ? sent.filter(isThought) : turn.filter(isThought)
  const texts = textOf(sent) === textOf(turn) ? turn.filter(isText) : sent.filter(isText)
  const others = sent.filter((part) => !isThought(part) && !isText(part))
  return inOrder(
    turn,
    [...thoughts, ...texts],
    others.map((part) => (part.type === 'tool-call' ? withState(part, calls.get(part.id)) : part)),
  )
}

/** As the turn had them: interleaved thought precedes what it led to. The client's own text stands before the calls, its other parts at the end. */
function inOrder(turn: readonly ContentPart[], spoken: readonly ContentPart[], others: readonly ContentPart[]): ContentPart[] {
  const places = new Map(turn.map((part, index) => [keyOf(part), index]))
  const firstCall = turn.findIndex(({ type }) => type === 'tool-call')
  const placeOf = (part: ContentPart) =>
    places.get(keyOf(part)) ?? (isThought(part) ? -1 : isText(part) ? firstCall - 0.5 : turn.length)
  return [...spoken, ...others].sort((a, b) => placeOf(a) - placeOf(b))
}

function keyOf(part: ContentPart): ContentPart | string {
  return part.type === 'tool-call' ? part.id : part
}

function withState(call: ToolCallPart, kept: ToolCallPart | undefined): ToolCallPart {
  return call.providerState || !kept?.providerState ? call : { ...call, providerState: kept.providerState }
}

/** What only the provider can have said. */
function isThought(part: ContentPart): boolean {
  return part.type === 'reasoning' || part.type === 'native'
}

function isText(part: ContentPart): boolean {
  return part.type === 'text'
}

function textOf(parts: readonly ContentPart[]): string {
  return parts.reduce((text, part) => (part.type === 'text' ? text + part.text : text), '')
}

/** Whose state a turn carries that would be missed by the tool results that follow it; undefined when there is none to keep. */
export function stateOwnerOf(parts: readonly ContentPart[]): string | undefined {
  if (!parts.some((part) => part.type === 'tool-call')) return undefined
  return parts.find((part) => part.providerState)?.providerState?.provider
}
