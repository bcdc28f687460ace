export class SseReader {
  read(chunk: Buffer): string[]
}
export function textOfChunk(data: string): string
