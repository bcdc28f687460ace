import type { JsonObject, ProviderEvent } from '../../../../src/plugin-api.js'
import type { AnswerContext, ItemReader } from './item-reader.js'

export const DIALECT = 'openai-responses'

/** An item without a canonical equal, such as a search that the provider ran: shown once it is complete, and returned as it is. */
export function createNativeReader({ nextPart }: AnswerContext): ItemReader {
  return {
    piece() {},
    whole(item, out: ProviderEvent[]) {
      out.push({ type: 'native', dialect: DIALECT, value: item as JsonObject, part: nextPart() })
    },
  }
}
