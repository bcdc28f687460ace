import type { ContentPart } from './content.js'

/**
 * What providers attached to an assistant's turn (signatures, encrypted reasoning), for clients whose format drops it: found again by the ids of the
 * turn's tool calls, among the turns of one owner of state. Bounded in size and time; what is forgotten is missed as if it had never been sent.
 */
export interface TurnMemory {
  /** Resolves when the other processes can find it too, or when they have been waited for long enough. Never rejects. */
  keep(organizationId: string, owner: string, parts: readonly ContentPart[]): Promise<void>
  /**
   * The whole turns that the tool calls belong to, by tool-call id. `everywhere` looks beyond this process for those that it does not know.
   * Never rejects.
   */
  find(
    organizationId: string,
    owner: string,
    toolCallIds: readonly string[],
    everywhere: boolean,
  ): Promise<ReadonlyMap<string, readonly ContentPart[]>>
}
