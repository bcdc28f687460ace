import type { RunningWeir } from './start-weir.js'

/** One answer that a client saw whole. */
export interface ClientEntry {
  readonly mark: string
  readonly callId: string
  readonly at: number
}

export interface ClientLedger {
  readonly answered: ClientEntry[]
  /** Requests that got an error, or no whole answer. */
  readonly failed: { readonly mark: string; readonly why: string }[]
}

type Ask = (weir: RunningWeir, model: string, mark: string, signal: AbortSignal) => Promise<string>

const headers = (weir: RunningWeir) => ({ 'content-type': 'application/json', authorization: `Bearer ${weir.adminKey}` })

const askRest =
  (stream: boolean): Ask =>
  async (weir, model, mark, signal) => {
    const body = JSON.stringify({ model, stream, user: mark, messages: [{ role: 'user', content: 'Tell me a story.' }] })
    const response = await fetch(`${weir.url}/v1/chat/completions`, { method: 'POST', headers: headers(weir), body, signal })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${response.status} ${text}`)
    if (stream && !text.trimEnd().endsWith('[DONE]')) throw new Error('the stream did not end with [DONE]')
    return response.headers.get('x-weir-call-id') ?? ''
  }

const askGraphql: Ask = async (weir, model, mark, signal) => {
  const query = `mutation ($input: CompletionInput!) { complete(input: $input) { __typename ... on Completion { id status } } }`
  const variables = { input: { model, endUser: mark, messages: [{ role: 'USER', text: 'Tell me a story.' }] } }
  const response = await fetch(`${weir.url}/graphql`, {
    method: 'POST',
    headers: headers(weir),
    body: JSON.stringify({ query, variables }),
    signal,
  })
  const answer = (await response.json()) as { data?: { complete?: { id?: string } } }
  if (!answer.data?.complete?.id) throw new Error(JSON.stringify(answer))
  return answer.data.complete.id
}

const ASKS: readonly Ask[] = [askRest(false), askRest(true), askGraphql]

export interface LoadOptions {
  readonly model: string
  readonly concurrency: number
  readonly prefix: string
  /** Requests at most. */
  readonly limit: number
  readonly ledger: ClientLedger
}

/** Asks by all doors in turn until stopped. Each request carries a mark of its own as its end user. */
export function startLoad(weir: RunningWeir, { model, concurrency, prefix, limit, ledger }: LoadOptions): () => Promise<void> {
  let sent = 0
  let stopped = false
  const abort = new AbortController()
  const client = async () => {
    while (!stopped && sent < limit) {
      const number = sent++
      const mark = `${prefix}-${number}`
      try {
        const callId = await (ASKS[number % ASKS.length] as Ask)(weir, model, mark, abort.signal)
        ledger.answered.push({ mark, callId, at: Date.now() })
      } catch (error) {
        ledger.failed.push({ mark, why: String(error) })
        // A gateway that is down refuses at once: without a pause the loop would only spin.
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  const clients = Promise.all(Array.from({ length: concurrency }, client))
  return async () => {
    stopped = true
    const patience = setTimeout(() => abort.abort(), 10_000)
    await clients
    clearTimeout(patience)
  }
}
