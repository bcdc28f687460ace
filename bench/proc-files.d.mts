export function parseStat(text: string): { readonly parent: number; readonly cpuMicros: number }
export function parseSchedstat(text: string): number
export function parsePeakMemory(text: string): number
export function descendantsOf(root: number, parents: ReadonlyMap<number, number>): number[]
