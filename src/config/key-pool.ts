/** The keys to choose from, each once: `apiKey` first. Empty: there is none. */
export function poolOf({
  apiKey,
  apiKeys = [],
}: {
  readonly apiKey?: string
  readonly apiKeys?: readonly string[]
}): readonly string[] {
  return [...new Set(apiKey === undefined ? apiKeys : [apiKey, ...apiKeys])]
}
