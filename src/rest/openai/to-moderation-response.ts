import type { Moderation, ModerationResult } from '../../domain/completion.js'
import type { ModerationRequest } from '../../domain/completion-request.js'
import { toWeirDetails } from './weir-details.js'

export function toModerationResponse(moderation: Moderation, { input }: ModerationRequest, details: boolean): object {
  return {
    id: `modr-${moderation.id}`,
    model: moderation.model,
    results: moderation.results.map((result, index) => toResult(result, input[index] ?? [])),
    ...(details && { weir: toWeirDetails(moderation) }),
  }
}

type Parts = ModerationRequest['input'][number]

/** A score that the provider did not give is left out, not made up. */
function toResult({ flagged, categories }: ModerationResult, parts: Parts): object {
  const types = appliedTypes(parts)
  return {
    flagged,
    categories: Object.fromEntries(categories.map((category) => [category.name, category.flagged])),
    category_scores: Object.fromEntries(categories.flatMap(({ name, score }) => (score === null ? [] : [[name, score]]))),
    category_applied_input_types: Object.fromEntries(categories.map(({ name }) => [name, types])),
  }
}

/** Texts alone are judged as texts; of texts with images the canonical answer does not say which a category saw. */
function appliedTypes(parts: Parts): readonly string[] {
  return parts.every(({ type }) => type === 'text') ? ['text'] : []
}
