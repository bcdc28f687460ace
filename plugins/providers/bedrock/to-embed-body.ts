import { type EmbedRequest, type Json, type Warning, warningsOf } from '../../../src/plugin-api.js'
import type { BedrockModel } from './model-family.js'

type Body = Readonly<Record<string, Json | undefined>>

export interface EmbedBodies {
  readonly bodies: readonly Body[]
  readonly warnings: readonly Warning[]
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html */
const MOST_TEXTS = 96

/** The bodies of the calls that one request needs. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toEmbedBodies(request: EmbedRequest, texts: readonly string[], { base, family }: BedrockModel): EmbedBodies {
  const { dimensions, endUser, extra } = request
  const fields = extra?.dialect === 'bedrock' || extra?.dialect === 'cohere' ? extra.fields : {}
  const sizes = hasDimensions(base)
  const lost = [...(dimensions !== undefined && !sizes ? ['dimensions'] : []), ...(endUser === undefined ? [] : ['endUser'])]
  const size = sizes ? dimensions : undefined
  const bodies = family === 'cohere' ? toCohere(texts, size, fields) : texts.map((text) => toTitan(text, size, fields))
  return { bodies, warnings: warningsOf(request, lost) }
}

function hasDimensions(base: string): boolean {
  return !/^amazon\.titan-embed-text-v1|^amazon\.titan-embed-g1|^cohere\.embed-(?:english|multilingual)-v3/.test(base)
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html */
function toTitan(inputText: string, dimensions: number | undefined, fields: Body): Body {
  return { ...fields, inputText, dimensions }
}

function toCohere(texts: readonly string[], dimensions: number | undefined, fields: Body): Body[] {
  const bodies: Body[] = []
  for (let from = 0; from < texts.length; from += MOST_TEXTS) {
    const some = texts.slice(from, from + MOST_TEXTS)
    bodies.push({
      input_type: 'search_document',
      ...fields,
      texts: some,
      embedding_types: ['float'],
      output_dimension: dimensions,
    })
  }
  return bodies
}
