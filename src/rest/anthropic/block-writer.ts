import type { CompletionEvent } from '../../domain/completion-event.js'
import { type BlockPiece, toBlockPieces } from './to-block-pieces.js'

interface OpenBlock {
  readonly kind: BlockPiece['kind']
  readonly number: number | undefined
  /** What has come of it and is not written. */
  unwritten: string
  /** The whole arguments of a tool call. */
  input: string
}

const DELTAS = {
  text: 'text_delta","text":',
  thinking: 'thinking_delta","thinking":',
  tool_use: 'input_json_delta","partial_json":',
  whole: '',
} as const satisfies Record<BlockPiece['kind'], string>

/**
 * Content blocks as events, each whole before the next begins, since clients take the last for the open one. What a provider says between
 * the pieces of a tool call waits until the call's arguments are whole. Pieces of one block that arrive together are written as one.
 */
export class BlockWriter {
  #text = ''
  #index = -1
  #open: OpenBlock | undefined
  #waiting: BlockPiece[] = []
  readonly #closedCalls = new Set<number | undefined>()

  add(event: CompletionEvent): void {
    for (const piece of toBlockPieces(event)) this.#addPiece(piece)
  }

  /** What is to be written now. */
  take(): string {
    this.#writeUnwritten()
    const text = this.#text
    this.#text = ''
    return text
  }

  /** The rest, with every block closed. */
  end(): string {
    this.#close()
    while (this.#waiting.length > 0) {
      this.#resume()
      this.#close()
    }
    return this.take()
  }

  #addPiece(piece: BlockPiece): void {
    const open = this.#open
    if (open && continues(open, piece)) return this.#append(open, piece)
    if (piece.kind === 'tool_use' && this.#closedCalls.has(piece.number)) return // whole already: nothing but blanks can follow
    if (open?.kind === 'tool_use' && !isWhole(open.input)) {
      this.#waiting.push(piece)
      return
    }
    this.#append(this.#begin(piece), piece)
  }

  #append(open: OpenBlock, { kind, text, deltas }: BlockPiece): void {
    open.unwritten += text
    if (kind === 'tool_use') open.input += text
    if (deltas) {
      this.#writeUnwritten()
      for (const delta of deltas) this.#writeDelta(JSON.stringify(delta))
    }
    if (kind === 'whole') this.#close()
    if (this.#waiting.length > 0 && isWhole(open.input)) this.#resume()
  }

  #resume(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const piece of waiting) this.#addPiece(piece)
  }

  #begin({ kind, number, head }: BlockPiece): OpenBlock {
    this.#close()
    this.#index++
    const start = `{"type":"content_block_start","index":${this.#index},"content_block":${JSON.stringify(head)}}`
    this.#text += `event: content_block_start\ndata: ${start}\n\n`
    this.#open = { kind, number, unwritten: '', input: '' }
    return this.#open
  }

  #close(): void {
    if (!this.#open) return
    this.#writeUnwritten()
    if (this.#open.kind === 'tool_use') this.#closedCalls.add(this.#open.number)
    this.#open = undefined
    this.#text += `event: content_block_stop\ndata: {"type":"content_block_stop","index":${this.#index}}\n\n`
  }

  #writeUnwritten(): void {
    const open = this.#open
    if (!open || open.unwritten === '') return
    this.#writeDelta(`{"type":"${DELTAS[open.kind]}${JSON.stringify(open.unwritten)}}`)
    open.unwritten = ''
  }

  #writeDelta(delta: string): void {
    this.#text += `event: content_block_delta\ndata: {"type":"content_block_delta","index":${this.#index},"delta":${delta}}\n\n`
  }
}

function continues(open: OpenBlock, { kind, number }: BlockPiece): boolean {
  return open.kind === kind && open.number === number
}

/** Whether a tool call's arguments are complete. */
function isWhole(json: string): boolean {
  if (!json.trimEnd().endsWith('}')) return false
  try {
    JSON.parse(json)
    return true
  } catch {
    return false
  }
}
