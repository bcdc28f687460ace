import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, generateText, jsonSchema, type ModelMessage, Output, streamText, tool } from 'ai'
import type { Client, Question, Reply } from '../question.js'

const FINISH = { stop: 'stop', 'tool-calls': 'tools', length: 'length' } as const

/** The Vercel AI SDK over its provider for OpenAI's dialect. */
export function createAiSdk(url: string, apiKey: string): Client {
  const provider = createOpenAICompatible({
    name: 'weir',
    baseURL: `${url}/v1`,
    apiKey,
    includeUsage: true,
    supportsStructuredOutputs: true,
  })
  return {
    name: 'ai sdk',
    start(question, stream) {
      const messages: ModelMessage[] = [{ role: 'user', content: toContent(question) }]
      let calls: readonly { toolCallId: string; toolName: string }[] = []
      const ask = async () => {
        const options = { model: provider(question.model), messages, maxRetries: 0, ...toOptions(question) }
        const answer = stream ? await drain(options) : await generateText(options)
        const { response, toolCalls } = answer
        messages.push(...response.messages.filter(({ role }) => role === 'assistant'))
        calls = toolCalls
        return toReply(answer)
      }
      return {
        begin: ask,
        giveResults(result) {
          const content = calls.map(({ toolCallId, toolName }) => ({
            type: 'tool-result' as const,
            toolCallId,
            toolName,
            output: { type: 'text' as const, value: result },
          }))
          messages.push({ role: 'tool', content })
          return ask()
        },
      }
    },
    statusOf: (error) => (APICallError.isInstance(error) ? error.statusCode : undefined),
  }
}

type Options = Parameters<typeof streamText>[0]

/** The parts of a streamed answer that a buffered one has too. */
async function drain(options: Options) {
  let failure: unknown
  const answer = streamText({
    ...options,
    onError: (event) => {
      failure = event.error
    },
  })
  try {
    await answer.consumeStream()
    const [text, reasoningText, toolCalls, finishReason, usage, response] = await Promise.all([
      answer.text,
      answer.reasoningText,
      answer.toolCalls,
      answer.finishReason,
      answer.usage,
      answer.response,
    ])
    if (failure) throw failure
    return { text, reasoningText, toolCalls, finishReason, usage, response }
  } catch (error) {
    throw failure ?? error
  }
}

function toContent({ text, image }: Question) {
  return [{ type: 'text' as const, text }, ...(image ? [{ type: 'image' as const, image, mediaType: 'image/png' }] : [])]
}

function toOptions({ tools, schema, reasoning }: Question) {
  return {
    ...(tools && {
      tools: Object.fromEntries(
        tools.map(({ name, description, parameters }) => [
          name,
          tool({ description, inputSchema: jsonSchema({ ...parameters }) }),
        ]),
      ),
    }),
    ...(schema && { output: Output.object({ schema: jsonSchema({ ...schema }) }) }),
    ...(reasoning && { providerOptions: { weir: { reasoningEffort: 'medium', include_reasoning: true } } }),
  }
}

interface Answer {
  readonly text: string
  readonly reasoningText: string | undefined
  readonly toolCalls: readonly { readonly toolName: string; readonly input: unknown }[]
  readonly finishReason: string
  readonly usage: {
    readonly inputTokens: number | undefined
    readonly outputTokens: number | undefined
    readonly inputTokenDetails: { readonly cacheReadTokens: number | undefined }
    readonly outputTokenDetails: { readonly reasoningTokens: number | undefined }
  }
}

function toReply({ text, reasoningText, toolCalls, finishReason, usage }: Answer): Reply {
  return {
    text,
    reasoning: reasoningText ?? '',
    calls: toolCalls.map(({ toolName, input }) => ({ name: toolName, arguments: input })),
    finish: FINISH[finishReason as keyof typeof FINISH] ?? 'other',
    usage: {
      input: usage.inputTokens ?? 0,
      cacheRead: usage.inputTokenDetails.cacheReadTokens ?? 0,
      output: usage.outputTokens ?? 0,
      reasoning: usage.outputTokenDetails.reasoningTokens ?? 0,
    },
  }
}
