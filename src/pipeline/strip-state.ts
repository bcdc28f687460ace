import type { Warning } from '../domain/completion-event.js'
import type { ContentPart, Message } from '../domain/content.js'

/** The messages with the state of one owner only: what another provider signed means nothing to this one, and some refuse it. */
export function stripForeignState(
  messages: readonly Message[],
  owner: string,
): { readonly messages: readonly Message[]; readonly warnings: readonly Warning[] } {
  const owners = new Set<string>()
  const stripped = messages.map((message) => {
    if (!message.parts.some((part) => isForeign(part, owner))) return message
    return { ...message, parts: message.parts.map((part) => strip(part, owner, owners)) }
  })
  return owners.size === 0 ? { messages, warnings: [] } : { messages: stripped, warnings: [toWarning([...owners])] }
}

function strip(part: ContentPart, owner: string, owners: Set<string>): ContentPart {
  if (!part.providerState || part.providerState.provider === owner) return part
  owners.add(part.providerState.provider)
  return { ...part, providerState: undefined }
}

function isForeign({ providerState }: ContentPart, owner: string): boolean {
  return providerState !== undefined && providerState.provider !== owner
}

function toWarning(owners: readonly string[]): Warning {
  const message = `Earlier turns were answered by another provider (${owners.join(', ')}): its signatures mean nothing to this one and were left out.`
  return { code: 'STATE_DROPPED', message }
}
