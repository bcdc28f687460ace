export interface LoadJob {
  readonly kind: 'rest' | 'rest-stream' | 'graphql' | 'raw-websocket' | 'subscription'
  readonly port: number
  readonly model: string
  readonly tokens: number
  readonly bodyBytes: number
  readonly requests: number
  readonly concurrency: number
  readonly ratePerSecond?: number
  readonly deadlineMs: number
}
export interface LoadSeen {
  readonly latenciesMs: number[]
  readonly delaysMs: number[]
  readonly tokens: number
  readonly events: number
  readonly answered: number
  readonly errors: number
  readonly firstError: string | null
}
export interface Part {
  readonly pid: number
  readonly port: number
  ask(job: LoadJob): Promise<LoadSeen>
  stop(): boolean
}
export function startPart(file: string, args?: readonly string[]): Promise<Part>
