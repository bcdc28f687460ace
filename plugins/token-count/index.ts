/** The tokenizers of OpenAI's models, by name: https://github.com/openai/tiktoken/blob/main/tiktoken/model.py */
const O200K = /(?:^|[/._-])(?:gpt-(?:4o|4\.1|4\.5|[5-9])|o[1-9]\b|chatgpt-4o|gpt-oss)/i
const CL100K = /(?:^|[/._-])(?:gpt-(?:4|3\.5|35)|text-embedding-(?:3|ada))/i
/** Longer texts are estimated: counting them would hold up the calls of everyone else. */
const LONGEST_TEXT = 400_000

type Count = (text: string) => number

/** How many tokens a text has for a model whose tokenizer is published; null when it is not, or the text is very long. */
export async function countTokens(model: string, text: string): Promise<number | null> {
  if (text.length > LONGEST_TEXT) return null
  const count = O200K.test(model) ? await o200k() : CL100K.test(model) ? await cl100k() : null
  return count ? count(text) : null
}

/** Tables of megabytes: loaded when first asked for. */
async function o200k(): Promise<Count> {
  const { encode } = await import('gpt-tokenizer/encoding/o200k_base')
  return (text) => encode(text, { allowedSpecial: new Set(), disallowedSpecial: new Set() }).length
}

async function cl100k(): Promise<Count> {
  const { encode } = await import('gpt-tokenizer/encoding/cl100k_base')
  return (text) => encode(text, { allowedSpecial: new Set(), disallowedSpecial: new Set() }).length
}
