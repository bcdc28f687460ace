import OpenAI from 'openai'
import type { Response, ResponseCreateParams, ResponseInput, ResponseInputItem } from 'openai/resources/responses/responses'
import type { Client, Question, Reply } from '../question.js'

/** The `openai` package on Responses, stateless: the client keeps the items, as agents that may not store do. */
export function createOpenAiResponses(url: string, apiKey: string): Client {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
  return {
    name: 'openai responses',
    start(question, stream) {
      const input: ResponseInput = [{ role: 'user', content: toContent(question) }]
      let last: Response | undefined
      const ask = async () => {
        const body = toBody(question, input)
        last = (stream ? await client.responses.stream(body).finalResponse() : await client.responses.create(body)) as Response
        if (last.status === 'failed') throw new Error(last.error?.message ?? 'failed')
        input.push(...(last.output as ResponseInputItem[]))
        return toReply(last)
      }
      return {
        begin: ask,
        giveResults(result) {
          for (const item of last?.output ?? [])
            if (item.type === 'function_call') input.push({ type: 'function_call_output', call_id: item.call_id, output: result })
          return ask()
        },
      }
    },
    statusOf: (error) => (error instanceof OpenAI.APIError ? error.status : undefined),
  }
}

function toContent({ text, image }: Question) {
  return [
    { type: 'input_text' as const, text },
    ...(image ? [{ type: 'input_image' as const, image_url: `data:image/png;base64,${image}`, detail: 'auto' as const }] : []),
  ]
}

function toBody({ model, tools, schema, reasoning }: Question, input: ResponseInput) {
  return {
    model,
    input,
    store: false,
    include: ['reasoning.encrypted_content' as const],
    ...(tools && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function' as const,
        name,
        description,
        parameters: { ...parameters },
        strict: false,
      })),
    }),
    ...(schema && { text: { format: { type: 'json_schema' as const, name: 'answer', schema: { ...schema } } } }),
    ...(reasoning && { reasoning: { effort: 'medium' as const, summary: 'auto' as const } }),
  } satisfies ResponseCreateParams
}

function toReply({ output, output_text, usage, status, incomplete_details: incomplete }: Response): Reply {
  const calls = output.flatMap((item) =>
    item.type === 'function_call' ? [{ name: item.name, arguments: JSON.parse(item.arguments) }] : [],
  )
  const reasoning = output
    .flatMap((item) => (item.type === 'reasoning' ? [...item.summary, ...(item.content ?? [])].map(({ text }) => text) : []))
    .join('')
  return {
    text: output_text ?? '',
    reasoning,
    calls,
    finish:
      incomplete?.reason === 'max_output_tokens'
        ? 'length'
        : calls.length > 0
          ? 'tools'
          : status === 'completed'
            ? 'stop'
            : 'other',
    usage: {
      input: usage!.input_tokens,
      cacheRead: usage!.input_tokens_details.cached_tokens,
      output: usage!.output_tokens,
      reasoning: usage!.output_tokens_details.reasoning_tokens,
    },
  }
}
