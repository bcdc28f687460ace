import { DONE, type Door } from './doors.js'
import type { Mode } from './faults.js'
import { endOf, type Reading, type Seen } from './seen.js'

/** Beyond this a call hangs. */
export const LONGEST_MS = 15_000

/** One call by raw HTTP, so that nothing of a client library mends or hides what came. */
export async function askDoor(door: Door, url: string, key: string, model: string, mode: Mode): Promise<Seen> {
  const { path, headers, body } = door.question(model, mode)
  const startedAt = performance.now()
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LONGEST_MS),
  })
  const { raw, cut } = await readAll(response)
  const reading = read(door, response, raw)
  return {
    end: cut ? 'broken' : endOf(reading),
    status: response.status,
    error: reading.error,
    text: reading.text,
    callId: reading.callId ?? response.headers.get('x-weir-call-id') ?? '',
    retryAfter: response.headers.get('retry-after'),
    ms: performance.now() - startedAt,
    raw,
  }
}

/** A connection that is cut keeps what came before. */
async function readAll({ body }: Response): Promise<{ raw: string; cut: boolean }> {
  const decoder = new TextDecoder()
  let raw = ''
  try {
    const reader = body?.getReader()
    for (let read = await reader?.read(); read?.value; read = await reader?.read())
      raw += decoder.decode(read.value, { stream: true })
    return { raw, cut: false }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') throw error
    return { raw, cut: true }
  }
}

function read(door: Door, { headers }: Response, raw: string): Reading {
  if (!headers.get('content-type')?.startsWith('text/event-stream')) return door.readWhole(JSON.parse(raw))
  const data = raw
    .split('\n')
    .flatMap((line) => (line.startsWith('data:') ? [line.slice('data:'.length).trim()] : bareJson(line)))
  return door.readStream(data.filter((text) => text !== '').map((text) => (text === '[DONE]' ? DONE : JSON.parse(text))))
}

/** Google's clients look for an error in a line that is JSON without `data:`. */
function bareJson(line: string): string[] {
  return line.startsWith('{') ? [line] : []
}
