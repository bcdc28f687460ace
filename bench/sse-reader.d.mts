export class SseReader {
  read(chunk: Buffer): string[]
}
export function textOfChunk(data: string): string
export function textOfMessageEvent(data: string): string
export function textOfGeminiChunk(data: string): string
