import { inputTokens, outputTokens, type Usage } from '../../domain/usage.js'

/** Google's counts: the prompt's include what a cache served, the candidates' leave thoughts out. */
export function toUsageMetadata(usage: Usage): object {
  const { input, output } = usage
  const prompt = inputTokens(usage)
  const spoken = outputTokens(usage)
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: spoken - output.reasoning,
    totalTokenCount: prompt + spoken,
    ...(input.cacheRead > 0 && {
      cachedContentTokenCount: input.cacheRead,
      cacheTokensDetails: [{ modality: 'TEXT', tokenCount: input.cacheRead }],
    }),
    ...(output.reasoning > 0 && { thoughtsTokenCount: output.reasoning }),
    promptTokensDetails: toDetails(prompt - input.audio - input.image, input),
    candidatesTokensDetails: toDetails(output.text, output),
  }
}

function toDetails(text: number, { audio, image }: { readonly audio: number; readonly image: number }): object[] {
  const counts = [
    { modality: 'TEXT', tokenCount: text },
    { modality: 'AUDIO', tokenCount: audio },
    { modality: 'IMAGE', tokenCount: image },
  ]
  return counts.filter(({ tokenCount }) => tokenCount > 0)
}
