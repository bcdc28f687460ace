export interface MockPlan {
  readonly latencyMs: number
  readonly tokens: number
  readonly pauseMs: number
  readonly eventsPerWrite: number
}
export function toModelName(plan: Partial<MockPlan> & { readonly tokens: number }): string
export function parseModelName(name: string, defaults?: Partial<MockPlan>): MockPlan | null
export function findModelName(body: Buffer): string
