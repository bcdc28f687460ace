import {
  ApiError,
  type Content,
  type GenerateContentConfig,
  type GenerateContentResponse,
  GoogleGenAI,
  type Part,
} from '@google/genai'
import type { Client, Question, Reply } from '../question.js'

const FINISH = { STOP: 'stop', MAX_TOKENS: 'length' } as const

/** The `@google/genai` package. */
export function createGemini(url: string, apiKey: string): Client {
  const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url } })
  return {
    name: 'gemini',
    start(question, stream) {
      const contents: Content[] = [{ role: 'user', parts: toParts(question) }]
      const ask = async () => {
        const { parts, last } = await send(client, question, contents, stream)
        contents.push({ role: 'model', parts })
        return toReply(parts, last)
      }
      return {
        begin: ask,
        giveResults(result) {
          const calls = (contents.at(-1)?.parts ?? []).flatMap(({ functionCall }) => (functionCall ? [functionCall] : []))
          contents.push({
            role: 'user',
            parts: calls.map(({ id, name }) => ({ functionResponse: { id, name, response: { output: result } } })),
          })
          return ask()
        },
      }
    },
    statusOf: (error) => (error instanceof ApiError ? error.status : undefined),
  }
}

async function send(client: GoogleGenAI, question: Question, contents: Content[], stream: boolean) {
  const asked = { model: question.model, contents, config: toConfig(question) }
  if (!stream) {
    const last = await client.models.generateContent(asked)
    return { parts: last.candidates?.[0]?.content?.parts ?? [], last }
  }
  const parts: Part[] = []
  let last: GenerateContentResponse | undefined
  for await (const chunk of await client.models.generateContentStream(asked)) {
    parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []))
    last = chunk
  }
  return { parts, last: last! }
}

function toParts({ text, image }: Question): Part[] {
  return [{ text }, ...(image ? [{ inlineData: { mimeType: 'image/png', data: image } }] : [])]
}

function toConfig({ tools, schema, reasoning }: Question): GenerateContentConfig {
  return {
    ...(tools && {
      tools: [
        {
          functionDeclarations: tools.map(({ name, description, parameters }) => ({
            name,
            description,
            parametersJsonSchema: parameters,
          })),
        },
      ],
    }),
    ...(schema && { responseMimeType: 'application/json', responseJsonSchema: schema }),
    ...(reasoning && { thinkingConfig: { includeThoughts: true, thinkingBudget: 2000 } }),
  }
}

function toReply(parts: readonly Part[], { candidates, usageMetadata: usage }: GenerateContentResponse): Reply {
  const calls = parts.flatMap(({ functionCall }) =>
    functionCall ? [{ name: functionCall.name!, arguments: functionCall.args ?? {} }] : [],
  )
  const finish = FINISH[candidates?.[0]?.finishReason as keyof typeof FINISH] ?? 'other'
  return {
    text: parts.flatMap(({ text, thought }) => (text && !thought ? [text] : [])).join(''),
    reasoning: parts.flatMap(({ text, thought }) => (text && thought ? [text] : [])).join(''),
    calls,
    finish: finish === 'stop' && calls.length > 0 ? 'tools' : finish,
    usage: {
      input: usage?.promptTokenCount ?? 0,
      cacheRead: usage?.cachedContentTokenCount ?? 0,
      output: (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
      reasoning: usage?.thoughtsTokenCount ?? 0,
    },
  }
}
