/** What so many tokens cost in dollars, at 1 and 2 dollars a million, as GraphQL writes it. */
export function priceOf(inputTokens: number, outputTokens: number): string {
  const millionths = inputTokens + 2 * outputTokens
  return (millionths / 1_000_000).toFixed(6).replace(/\.?0+$/, '')
}
