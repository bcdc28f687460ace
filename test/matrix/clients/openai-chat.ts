import OpenAI from 'openai'
import type {
  ChatCompletion,
  ChatCompletionContentPart,
  ChatCompletionCreateParams,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import type { Client, Question, Reply } from '../question.js'

const FINISH = { stop: 'stop', tool_calls: 'tools', length: 'length' } as const

/** The `openai` package on chat completions. */
export function createOpenAiChat(url: string, apiKey: string): Client {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
  return {
    name: 'openai chat',
    start(question, stream) {
      const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: toContent(question) }]
      const ask = async () => {
        const body = toBody(question, messages)
        const { answer, reasoning } = stream ? await drain(client, body) : await send(client, body)
        // The stream's own accumulator keeps what it knows; fields beyond OpenAI's are dropped by it, as by many clients.
        messages.push(answer.choices[0]!.message as ChatCompletionMessageParam)
        return toReply(answer, reasoning)
      }
      return {
        begin: ask,
        giveResults(result) {
          const last = messages.at(-1)
          for (const call of (last?.role === 'assistant' && last.tool_calls) || [])
            messages.push({ role: 'tool', tool_call_id: call.id, content: result })
          return ask()
        },
      }
    },
    statusOf: (error) => (error instanceof OpenAI.APIError ? error.status : undefined),
  }
}

type Body = ReturnType<typeof toBody>
type Told = { readonly reasoning_content?: string }

async function send(client: OpenAI, body: Body) {
  const answer = await client.chat.completions.create(body)
  return { answer, reasoning: (answer.choices[0]?.message as Told | undefined)?.reasoning_content ?? '' }
}

/** The package's accumulator keeps the last piece of a field that it does not know, so reasoning is read from the chunks. */
async function drain(client: OpenAI, body: Body) {
  const stream = client.chat.completions.stream({ ...body, stream_options: { include_usage: true } })
  let reasoning = ''
  stream.on('chunk', ({ choices }) => {
    reasoning += (choices[0]?.delta as Told | undefined)?.reasoning_content ?? ''
  })
  return { answer: (await stream.finalChatCompletion()) as ChatCompletion, reasoning }
}

function toContent({ text, image }: Question): string | ChatCompletionContentPart[] {
  if (!image) return text
  return [
    { type: 'text', text },
    { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } },
  ]
}

function toBody({ model, tools, schema, reasoning }: Question, messages: ChatCompletionMessageParam[]) {
  return {
    model,
    messages,
    ...(tools && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { ...parameters } },
      })),
    }),
    ...(schema && { response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', schema: { ...schema } } } }),
    // Beyond OpenAI's own fields, as other hosts of its dialect have it.
    ...(reasoning && { reasoning_effort: 'medium' as const, include_reasoning: true }),
  } satisfies ChatCompletionCreateParams
}

function toReply({ choices, usage }: ChatCompletion, reasoning: string): Reply {
  const { message, finish_reason: finish } = choices[0]!
  return {
    text: message.content ?? '',
    reasoning,
    calls: (message.tool_calls ?? []).flatMap((call) =>
      call.type === 'function' ? [{ name: call.function.name, arguments: JSON.parse(call.function.arguments) }] : [],
    ),
    finish: FINISH[finish as keyof typeof FINISH] ?? 'other',
    usage: {
      input: usage!.prompt_tokens,
      cacheRead: usage!.prompt_tokens_details?.cached_tokens ?? null,
      output: usage!.completion_tokens,
      reasoning: usage!.completion_tokens_details?.reasoning_tokens ?? null,
    },
  }
}
