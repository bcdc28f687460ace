const REGION = /^(us|us-gov|eu|apac|ap|au|jp|ca|in|sa|me|af|global)\.(?=[a-z0-9-]+\.)/
const MAKER =
  /^(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google|xai|zai|moonshot|moonshotai|minimax|nvidia|writer|stability)\./
const VERSION = /(-v\d+(:\d+)?(:\d+k)?|:\d+|@[a-z0-9-]+|:free|:thinking|:online)$/
const DATE = /-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|\d{2}-\d{4}|\d{3}|latest|preview|preview-\d{2}-\d{2}|\d{2}-\d{2})$/

/** A name that a model may be known by. `dated` names are another version than the one asked for. */
export interface BaseName {
  readonly name: string
  readonly dated: boolean
}

/**
 * The names that a model may be known by, nearest first: as it is; without the region, the maker, the paths and the versions that hosts put
 * around it; at last without the date of a snapshot or `-latest`.
 */
export function baseNames(name: string): readonly BaseName[] {
  const names: string[] = []
  const add = (candidate: string) => {
    if (candidate !== '' && !names.includes(candidate)) names.push(candidate)
  }
  for (const spelled of [name, name.toLowerCase()]) {
    const here = spelled.replace(REGION, '')
    const unversioned = here.replace(VERSION, '')
    for (const candidate of [spelled, here, unversioned]) {
      add(candidate)
      add(lastSegment(candidate))
      add(lastSegment(candidate).replace(MAKER, ''))
    }
  }
  const undated = names.map((candidate) => candidate.replace(DATE, '')).filter((candidate) => !names.includes(candidate))
  return [
    ...names.map((candidate) => ({ name: candidate, dated: false })),
    ...[...new Set(undated)].filter(Boolean).map((candidate) => ({ name: candidate, dated: true })),
  ]
}

/** `publishers/google/models/x`, `accounts/fireworks/models/x` and `meta-llama/x` are all `x`. */
function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
