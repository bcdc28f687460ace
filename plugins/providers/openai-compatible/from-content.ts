/** Content in parts, as Mistral's reasoning models send it: https://docs.mistral.ai/capabilities/reasoning/. */
export function toTexts(parts: readonly unknown[]): { readonly text: string; readonly reasoning: string } {
  let text = ''
  let reasoning = ''
  for (const value of parts) {
    const part = value as { type?: unknown; text?: unknown; thinking?: unknown } | null
    if (part?.type === 'thinking') reasoning += Array.isArray(part.thinking) ? toTexts(part.thinking).text : asText(part.thinking)
    else text += asText(part?.text)
  }
  return { text, reasoning }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
