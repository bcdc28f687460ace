export interface ProfileRow {
  readonly name: string
  readonly selfMicros: number
  readonly share: number
}
interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
}
export function summarizeProfile(profile: {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}): { readonly idleMicros: number; readonly busyMicros: number; readonly rows: ProfileRow[] }
export function groupByPackage(rows: readonly ProfileRow[]): ProfileRow[]
