import type { Summary } from './statistics.mjs'

export function judge(summary: Summary, goal: number | undefined): string
export function judgeChange(summary: Summary): string
