import type { BedrockClient } from './bedrock-client.js'
import type { BedrockModel } from './model-family.js'

/** What the calls of one configured provider share. */
export interface Dialect {
  readonly provider: string
  readonly client: BedrockClient
  /** What is known of a model by its id, or by the base model that the operator says is behind it. */
  readonly toModel: (id: string) => BedrockModel
}
