/** A list that a header can hold; names of betas are short and plain. */
const LIST = /^[\w.-]{1,100}(?:\s*,\s*[\w.-]{1,100})*$/
const MAX_LENGTH = 2_000

/** `anthropic-beta` with what the operator and the caller ask for, each once; none when nobody does. */
export function toBetaHeader(betas: readonly string[], asked: string | undefined): Readonly<Record<string, string>> {
  const own = asked !== undefined && asked.length <= MAX_LENGTH && LIST.test(asked.trim()) ? asked.trim().split(/\s*,\s*/) : []
  const all = [...new Set([...betas, ...own])]
  return all.length === 0 ? {} : { 'anthropic-beta': all.join(',') }
}
