/** What a model can do is told by its name alone: https://ai.google.dev/gemini-api/docs/models. */
export interface ModelFamily {
  /** 2.5 or 3; null where the name does not say, such as a tuned model's. */
  readonly version: number | null
  readonly isPro: boolean
  readonly isGemma: boolean
  readonly isEmbedding: boolean
}

const GEMINI = /(?:^|\/)gemini-(\d+(?:\.\d+)?)/
/** `gemini-flash-latest` and its like have been of this version since they left 2.5. */
const LATEST = /(?:^|\/)gemini-[a-z-]*latest/
const LATEST_VERSION = 3

export function familyOf(model: string): ModelFamily {
  const numbered = GEMINI.exec(model)?.[1]
  const latest = LATEST.test(model) ? LATEST_VERSION : null
  return {
    version: numbered === undefined ? latest : Number(numbered),
    isPro: /(?:^|-)pro(?:-|$)/.test(model),
    isGemma: /(?:^|\/)gemma/.test(model),
    isEmbedding: model.includes('embedding'),
  }
}

/** Signatures are demanded, levels of thinking are known, and a tool's result may hold images. */
export function isThirdGeneration({ version }: ModelFamily): boolean {
  return version !== null && version >= 3
}

/** Neither reasons nor knows how to be asked for it. */
export function cannotReason({ version, isGemma }: ModelFamily): boolean {
  return isGemma || (version !== null && version < 2.5)
}
