export function nowMicros(): number
export function stampToken(): string
export class TokenReader {
  tokens: number
  events: number
  delaysMs: number[]
  read(text: string, arrivedMicros: number): void
}
