import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'

export interface SseEvent {
  readonly event: string
  readonly data: string
}

export interface SseStream {
  readonly response: IncomingMessage
  readonly events: AsyncGenerator<SseEvent, void>
  /** Comment lines seen so far: heartbeats. */
  comments(): number
  hangUp(): void
}

/** A client of server-sent events over plain sockets, which can stop reading. */
export async function openSse(url: string, body: unknown, headers: Record<string, string> = {}): Promise<SseStream> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const all = {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: 'Bearer caller-key',
      ...headers,
    }
    const outgoing = request(url, { method: 'POST', headers: all }, resolve)
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(body))
  })
  let comments = 0
  async function* read(): AsyncGenerator<SseEvent, void> {
    let rest = ''
    for await (const chunk of response) {
      const blocks = `${rest}${chunk}`.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (block.startsWith(':')) comments++
        else yield toEvent(block)
      }
    }
  }
  return { response, events: read(), comments: () => comments, hangUp: () => response.destroy() }
}

function toEvent(block: string): SseEvent {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { event: fields.get('event') ?? '', data: fields.get('data') ?? '' }
}

/** What a stream told, as the payloads of `next`; the last event must be `complete`. */
export async function collectSse({ events }: SseStream): Promise<Payload[]> {
  const payloads: Payload[] = []
  for await (const { event, data } of events) {
    if (event === 'complete') return payloads
    payloads.push(JSON.parse(data))
  }
  throw new Error('The stream ended without complete')
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by each test
export type Payload = { data?: any; errors?: any[] }
