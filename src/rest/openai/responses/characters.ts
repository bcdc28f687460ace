const SURROGATES = /[\ud800-\udbff][\udc00-\udfff]/

/** OpenAI counts the ranges of annotations in characters, the canonical model in UTF-16 units; both of a position in `text`. */
export function toCharacters(units: number, text: string): number {
  const before = text.slice(0, units)
  return SURROGATES.test(before) ? [...before].length : units
}

export function toUnits(characters: number, text: string): number {
  return SURROGATES.test(text) ? [...text].slice(0, characters).join('').length : characters
}
