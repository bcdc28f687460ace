/**
 * Which call a response answers. Clients of this format may leave ids out: calls without one get the same id in each request of a
 * conversation, by their place in it, and responses belong to the oldest unanswered call of their name.
 */
export interface CallIds {
  /** The id of a call, in the order in which they stand. */
  called(name: string, sent: string | undefined): string
  /** The id of the call that a response answers; undefined when there is none. */
  answered(name: string, sent: string | undefined): string | undefined
}

/** The Gemini plugin takes ids with this beginning for made up, and does not send them to Google. */
const MADE_UP = 'call_gemini_client_'

export function createCallIds(): CallIds {
  const open: { readonly id: string; readonly name: string; readonly isOurs: boolean }[] = []
  let count = 0

  function take(index: number): string | undefined {
    return open.splice(index, 1)[0]?.id
  }

  return {
    called(name, sent) {
      const id = sent ?? `${MADE_UP}${count}`
      count++
      open.push({ id, name, isOurs: sent === undefined })
      return id
    },
    answered(name, sent) {
      const exact = sent === undefined ? -1 : open.findIndex(({ id }) => id === sent)
      if (exact >= 0) return take(exact)
      const oldest = open.findIndex((call) => call.name === name && (sent === undefined || call.isOurs))
      return oldest >= 0 ? take(oldest) : sent
    },
  }
}
