import type { ModelCapabilities, ModelFacts } from '../../src/plugin-api.js'

/** What the sources get wrong or leave open of some models, with the document that says so. */
export interface Correction {
  /** The kinds of provider that it holds for. */
  readonly kinds: readonly string[]
  /** Matched against the nearest names of a model, without region, maker and version. */
  readonly models: RegExp
  /** Models that the sources do not list. */
  readonly names?: readonly string[]
  readonly capabilities?: Partial<ModelCapabilities>
  readonly dates?: Partial<Pick<ModelFacts, 'deprecatedAt' | 'retiresAt'>>
  readonly source: string
}
