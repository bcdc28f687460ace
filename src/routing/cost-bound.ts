import type { CompletionRequest } from '../domain/completion-request.js'
import { costOf, type Price, type PriceRates } from '../domain/cost.js'
import { createUsage } from '../domain/usage.js'

/** What a request may produce when it does not say. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 4096

const TEMPLATE_TOKENS_PER_MESSAGE = 16
const TEMPLATE_TOKENS_PER_TOOL = 64
const TOKENS_PER_MEDIA = 16_384

/**
 * A sound upper bound of a request's cost in nano-dollars, or null when the price is unknown: byte-level tokenizers never make more
 * tokens than UTF-8 bytes, chat templates add a constant per message and tool.
 */
export function costBound(request: CompletionRequest, price: Price | null): bigint | null {
  if (!price) return null
  const output = (request.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS) * (request.n ?? 1)
  const usage = createUsage({ input: { text: inputBound(request) }, output: { text: output } })
  const rateSets = [price.rates, ...(price.tiers ?? []).map((tier) => tier.rates)]
  const bounds = rateSets.map((rates) => costOf(usage, { version: price.version, rates: dearest(rates) })?.totalNanos)
  return bounds.reduce<bigint | null>(
    (most, bound) => (bound !== undefined && (most === null || bound > most) ? bound : most),
    null,
  )
}

function inputBound(request: CompletionRequest): number {
  let tokens = Buffer.byteLength(JSON.stringify([request.tools ?? [], request.responseFormat ?? {}]))
  tokens += (request.tools?.length ?? 0) * TEMPLATE_TOKENS_PER_TOOL
  for (const message of request.messages) {
    tokens += TEMPLATE_TOKENS_PER_MESSAGE + Buffer.byteLength(message.name ?? '')
    for (const part of message.parts) {
      const isMedia = part.type === 'image' || part.type === 'audio' || part.type === 'file'
      tokens += isMedia ? TOKENS_PER_MEDIA : Buffer.byteLength(JSON.stringify(part))
    }
  }
  return tokens
}

function dearest({ input, output, perRequest }: PriceRates): PriceRates {
  return { input: { text: highest(Object.values(input)) }, output: { text: highest(Object.values(output)) }, perRequest }
}

function highest(rates: readonly bigint[]): bigint | undefined {
  return rates.reduce<bigint | undefined>((most, rate) => (most === undefined || rate > most ? rate : most), undefined)
}
