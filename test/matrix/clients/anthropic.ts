import Anthropic from '@anthropic-ai/sdk'
import type { Message, MessageCreateParamsBase, MessageParam } from '@anthropic-ai/sdk/resources/messages'
import type { Client, Question, Reply } from '../question.js'

const FINISH = { end_turn: 'stop', stop_sequence: 'stop', tool_use: 'tools', max_tokens: 'length' } as const

/** The `@anthropic-ai/sdk` package. */
export function createAnthropic(url: string, apiKey: string): Client {
  const client = new Anthropic({ baseURL: url, apiKey, maxRetries: 0 })
  return {
    name: 'anthropic',
    start(question, stream) {
      const messages: MessageParam[] = [{ role: 'user', content: toContent(question) }]
      const ask = async () => {
        const body = toBody(question, messages)
        const answer = stream ? await client.messages.stream(body).finalMessage() : await client.messages.create(body)
        messages.push({ role: 'assistant', content: answer.content as MessageParam['content'] })
        return toReply(answer)
      }
      return {
        begin: ask,
        giveResults(result) {
          const last = messages.at(-1)?.content
          const uses = Array.isArray(last) ? last.flatMap((block) => (block.type === 'tool_use' ? [block] : [])) : []
          messages.push({
            role: 'user',
            content: uses.map(({ id }) => ({ type: 'tool_result' as const, tool_use_id: id, content: result })),
          })
          return ask()
        },
      }
    },
    statusOf: (error) => (error instanceof Anthropic.APIError ? (error.status as number | undefined) : undefined),
  }
}

function toContent({ text, image }: Question): MessageParam['content'] {
  if (!image) return text
  return [
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: image } },
    { type: 'text', text },
  ]
}

function toBody({ model, tools, schema, reasoning }: Question, messages: MessageParam[]) {
  return {
    model,
    messages,
    max_tokens: 4000,
    ...(tools && {
      tools: tools.map(({ name, description, parameters }) => ({
        name,
        description,
        input_schema: { ...parameters, type: 'object' as const },
      })),
    }),
    ...(schema && { output_config: { format: { type: 'json_schema' as const, schema: { ...schema } } } }),
    ...(reasoning && { thinking: { type: 'enabled' as const, budget_tokens: 2000, display: 'summarized' as const } }),
  } satisfies MessageCreateParamsBase
}

function toReply({ content, stop_reason: stop, usage }: Message): Reply {
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('')
  const reasoning = content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join('')
  const read = usage.cache_read_input_tokens ?? 0
  return {
    text,
    reasoning,
    calls: content.flatMap((block) => (block.type === 'tool_use' ? [{ name: block.name, arguments: block.input }] : [])),
    finish: FINISH[stop as keyof typeof FINISH] ?? 'other',
    usage: {
      input: usage.input_tokens + read + (usage.cache_creation_input_tokens ?? 0),
      cacheRead: read,
      output: usage.output_tokens,
      reasoning: null,
    },
  }
}
