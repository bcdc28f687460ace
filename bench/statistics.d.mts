export interface Summary {
  readonly median: number
  readonly low: number
  readonly high: number
  readonly rounds: number
}
type Relate = (subject: number, yardstick: number) => number

export function quantile(samples: readonly number[], share: number): number
export function median(samples: readonly number[]): number
export function createRandom(seed: number): () => number
export function summarize(rounds: readonly number[], options?: { resamples?: number; seed?: number }): Summary
export function compareRounds<Sample>(
  subjectRounds: readonly Sample[],
  yardstickRounds: readonly Sample[],
  of: (sample: Sample) => number,
  relate: Relate,
): Summary
export const asRatio: Relate
export const asDifference: Relate
