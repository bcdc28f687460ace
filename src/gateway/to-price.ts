import { createHash } from 'node:crypto'
import type { PriceConfig } from '../config.js'
import type { Price } from '../domain/cost.js'

/** Dollars as a decimal string in nano-dollars, exactly: "0.0375" is 37500000n. At most nine decimals. */
export function parseDollars(dollars: string): bigint {
  const [whole = '0', fraction = ''] = dollars.split('.')
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
}

/** An operator's own price. Its version names its content, so that a record tells which price it was charged at. */
export function toPrice(config: PriceConfig): Price {
  const rate = (dollars: string | undefined) => (dollars === undefined ? undefined : parseDollars(dollars))
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.entries(config).sort()))
    .digest('hex')
  const input = rate(config.input)
  const output = rate(config.output)
  return {
    version: `config@${digest.slice(0, 12)}`,
    source: 'the configuration of this gateway',
    effectiveFrom: toDate(config.effectiveFrom),
    validUntil: toDate(config.validUntil),
    rates: {
      input: known({
        text: input,
        cacheRead: rate(config.cacheRead) ?? input,
        cacheWrite5m: rate(config.cacheWrite5m) ?? input,
        cacheWrite1h: rate(config.cacheWrite1h) ?? rate(config.cacheWrite5m) ?? input,
        audio: rate(config.inputAudio),
        image: rate(config.inputImage) ?? input,
      }),
      output: known({
        text: output,
        reasoning: rate(config.reasoning) ?? output,
        audio: rate(config.outputAudio),
        image: rate(config.outputImage),
      }),
      ...(config.perRequest !== undefined && { perRequest: parseDollars(config.perRequest) }),
    },
  }
}

function known<Rates extends object>(rates: Rates): { [Key in keyof Rates]?: Exclude<Rates[Key], undefined> } {
  return Object.fromEntries(Object.entries(rates).filter(([, value]) => value !== undefined)) as never
}

function toDate(day: string | undefined): Date | null {
  return day === undefined ? null : new Date(day)
}
