/** Cuts a Server-Sent Events stream into the data of its events, wherever the network cut the bytes. ASCII text is assumed. */
export class SseReader {
  #rest = ''

  read(chunk) {
    const blocks = (this.#rest + chunk.toString('latin1')).split('\n\n')
    this.#rest = blocks.pop() ?? ''
    return blocks.flatMap(dataOf)
  }
}

function dataOf(block) {
  const lines = block.split('\n').filter((line) => line.startsWith('data:'))
  return lines.length === 0 ? [] : [lines.map((line) => line.slice(5).trimStart()).join('\n')]
}

/** The text of an OpenAI chunk; empty for the role, finish and usage chunks. Throws on an error in the stream. */
export function textOfChunk(data) {
  const chunk = JSON.parse(data)
  if (chunk.error) throw new Error(`the stream failed: ${chunk.error.code ?? chunk.error.type ?? 'no code'}`)
  return chunk.choices?.[0]?.delta?.content ?? ''
}

/** The text of an Anthropic event. Throws on an error in the stream. */
export function textOfMessageEvent(data) {
  const event = JSON.parse(data)
  if (event.type === 'error') throw new Error(`the stream failed: ${event.error?.type ?? 'no type'}`)
  return event.delta?.text ?? ''
}

/** The text of a Gemini chunk. Throws on an error in the stream. */
export function textOfGeminiChunk(data) {
  const chunk = JSON.parse(data)
  if (chunk.error) throw new Error(`the stream failed: ${chunk.error.status ?? 'no status'}`)
  return chunk.candidates?.[0]?.content?.parts?.[0]?.text ?? ''
}
