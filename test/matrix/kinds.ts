import { BEDROCK_KEYS } from '../support/provider-process/dialects/bedrock.mjs'
import type { ProviderRequest } from '../support/provider-process/server.mjs'

/** A provider kind behind the gateway, and how to read what it was sent. */
export interface Kind {
  /** The provider's name in the configuration. */
  readonly name: string
  readonly label: string
  /** The entry of the configuration, given the provider process's address. */
  readonly config: (origin: string) => object
  readonly modelOf: (scenario: string) => string
  /** What of a question the provider received; paths as in the vendor's document. */
  readonly read: (request: ProviderRequest) => Received
  /** Whether the vendor counts reasoning tokens apart. */
  readonly countsReasoning: boolean
  /** The signatures that came back with earlier turns, in the order of the turns; absent: the vendor gives none. */
  readonly signaturesIn?: (request: ProviderRequest) => readonly string[]
  readonly prefix: string
}

export interface Received {
  readonly text: string
  readonly tools: readonly string[]
  readonly image: string | undefined
  readonly schema: unknown
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of nine vendors, read where their documents say
type Body = any

const KEY = 'provider-key-0123456789'
const identity = (scenario: string) => scenario
const withoutDataUrl = (url?: string) => url?.slice(url.indexOf(',') + 1)

function readChat({ body }: ProviderRequest): Received {
  const { messages, tools = [], response_format: format } = body as Body
  const content = lastUser(messages).content
  const parts: Body[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content
  const image = parts.find(({ type }) => type === 'image_url')?.image_url
  return {
    text: parts.find(({ type }) => type === 'text')?.text,
    tools: tools.map((tool: Body) => tool.function.name),
    image: withoutDataUrl(image?.url ?? image),
    // Cohere's is the schema itself.
    schema: format?.json_schema?.schema ?? format?.json_schema,
  }
}

function readResponses({ body }: ProviderRequest): Received {
  const { input, tools = [], text } = body as Body
  const content = lastUser(input).content
  const parts: Body[] = typeof content === 'string' ? [{ type: 'input_text', text: content }] : content
  return {
    text: parts.find(({ type }) => type === 'input_text')?.text,
    tools: tools.map((tool: Body) => tool.name),
    image: withoutDataUrl(parts.find(({ type }) => type === 'input_image')?.image_url),
    schema: text?.format?.schema,
  }
}

function readMessages({ body }: ProviderRequest): Received {
  const { messages, tools = [], output_config: output } = body as Body
  const content = lastUser(messages).content
  const parts: Body[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content
  return {
    text: parts.find(({ type }) => type === 'text')?.text,
    tools: tools.map((tool: Body) => tool.name),
    image: parts.find(({ type }) => type === 'image')?.source.data,
    schema: output?.format?.schema,
  }
}

function readGemini({ body }: ProviderRequest): Received {
  const { contents, tools = [], generationConfig = {} } = body as Body
  const { parts } = contents.findLast(({ role, parts }: Body) => role === 'user' && parts.some((part: Body) => part.text))
  return {
    text: parts.find((part: Body) => part.text)?.text,
    tools: tools.flatMap((tool: Body) => tool.functionDeclarations.map(({ name }: Body) => name)),
    image: parts.find((part: Body) => part.inlineData)?.inlineData.data,
    schema: generationConfig.responseJsonSchema ?? generationConfig.responseSchema,
  }
}

function readConverse({ body }: ProviderRequest): Received {
  const { messages, toolConfig, outputConfig } = body as Body
  const { content } = lastUser(messages)
  const schema = outputConfig?.textFormat?.structure?.jsonSchema?.schema
  return {
    text: content.find((block: Body) => block.text)?.text,
    tools: (toolConfig?.tools ?? []).flatMap(({ toolSpec }: Body) => (toolSpec ? [toolSpec.name] : [])),
    image: content.find((block: Body) => block.image)?.image.source.bytes,
    schema: typeof schema === 'string' ? JSON.parse(schema) : schema,
  }
}

function readOllama({ body }: ProviderRequest): Received {
  const { messages, tools = [], format } = body as Body
  const { content, images } = lastUser(messages)
  return { text: content, tools: tools.map((tool: Body) => tool.function.name), image: images?.[0], schema: format }
}

function lastUser(messages: Body[]): Body {
  return messages.findLast(({ role }) => role === 'user')
}

const signatures = {
  messages: ({ body }: ProviderRequest): string[] =>
    (body as Body).messages.flatMap(({ content }: Body) =>
      Array.isArray(content) ? content.flatMap(({ type, signature }: Body) => (type === 'thinking' ? [signature] : [])) : [],
    ),
  gemini: ({ body }: ProviderRequest): string[] =>
    (body as Body).contents.flatMap(({ parts }: Body) => {
      const found = parts.find(({ thoughtSignature }: Body) => thoughtSignature)
      return found ? [found.thoughtSignature] : []
    }),
  responses: ({ body }: ProviderRequest): string[] =>
    (body as Body).input.flatMap(({ type, encrypted_content: content }: Body) => (type === 'reasoning' ? [content] : [])),
  converse: ({ body }: ProviderRequest): string[] =>
    (body as Body).messages.flatMap(({ content }: Body) =>
      content.flatMap(({ reasoningContent }: Body) =>
        reasoningContent?.reasoningText ? [reasoningContent.reasoningText.signature] : [],
      ),
    ),
}

export const KINDS: readonly Kind[] = [
  {
    name: 'openai',
    label: 'openai (chat)',
    prefix: '/openai-api',
    config: (origin) => ({ kind: 'openai', baseUrl: `${origin}/openai-api/v1`, apiKey: KEY, settings: { api: 'chat' } }),
    modelOf: identity,
    read: readChat,
    countsReasoning: true,
  },
  {
    name: 'openai-responses',
    label: 'openai (responses)',
    prefix: '/openai-api',
    config: (origin) => ({ kind: 'openai', baseUrl: `${origin}/openai-api/v1`, apiKey: KEY, settings: { api: 'responses' } }),
    modelOf: identity,
    read: readResponses,
    countsReasoning: true,
    signaturesIn: signatures.responses,
  },
  {
    name: 'azure',
    label: 'azure-openai',
    prefix: '/azure',
    config: (origin) => ({
      kind: 'azure-openai',
      baseUrl: `${origin}/azure`,
      apiKey: KEY,
      settings: { api: 'chat', apiVersion: '2024-10-21' },
    }),
    modelOf: identity,
    read: readChat,
    countsReasoning: true,
  },
  {
    name: 'anthropic',
    label: 'anthropic',
    prefix: '/anthropic',
    config: (origin) => ({ kind: 'anthropic', baseUrl: `${origin}/anthropic`, apiKey: KEY }),
    modelOf: identity,
    read: readMessages,
    countsReasoning: true,
    signaturesIn: signatures.messages,
  },
  {
    name: 'gemini',
    label: 'gemini',
    prefix: '/gemini',
    config: (origin) => ({ kind: 'gemini', baseUrl: `${origin}/gemini/v1beta`, apiKey: KEY }),
    modelOf: identity,
    read: readGemini,
    countsReasoning: true,
    signaturesIn: signatures.gemini,
  },
  {
    name: 'vertex',
    label: 'vertex (gemini)',
    prefix: '/vertex',
    config: (origin) => ({
      kind: 'vertex',
      baseUrl: `${origin}/vertex`,
      apiKey: KEY,
      settings: { project: 'weir', location: 'europe-west1' },
    }),
    modelOf: (scenario) => `gemini-${scenario}`,
    read: readGemini,
    countsReasoning: true,
    signaturesIn: signatures.gemini,
  },
  {
    name: 'vertex',
    label: 'vertex (claude)',
    prefix: '/vertex',
    config: (origin) => ({
      kind: 'vertex',
      baseUrl: `${origin}/vertex`,
      apiKey: KEY,
      settings: { project: 'weir', location: 'europe-west1' },
    }),
    modelOf: (scenario) => `claude-${scenario}`,
    read: readMessages,
    countsReasoning: true,
    signaturesIn: signatures.messages,
  },
  {
    name: 'bedrock',
    label: 'bedrock',
    prefix: '/bedrock',
    config: (origin) => ({
      kind: 'bedrock',
      baseUrl: `${origin}/bedrock`,
      settings: { region: 'eu-central-1', ...BEDROCK_KEYS },
    }),
    modelOf: (scenario) => `anthropic.claude-sonnet-4-5-20250929-v1:${scenario}`,
    read: readConverse,
    countsReasoning: false,
    signaturesIn: signatures.converse,
  },
  {
    name: 'mistral',
    label: 'mistral',
    prefix: '/mistral',
    config: (origin) => ({ kind: 'mistral', baseUrl: `${origin}/mistral/v1`, apiKey: KEY }),
    modelOf: identity,
    read: readChat,
    countsReasoning: false,
  },
  {
    name: 'cohere',
    label: 'cohere',
    prefix: '/cohere',
    config: (origin) => ({ kind: 'cohere', baseUrl: `${origin}/cohere`, apiKey: KEY }),
    modelOf: identity,
    read: readChat,
    countsReasoning: false,
  },
  {
    name: 'ollama',
    label: 'ollama',
    prefix: '/ollama',
    config: (origin) => ({ kind: 'ollama', baseUrl: `${origin}/ollama` }),
    modelOf: identity,
    read: readOllama,
    countsReasoning: false,
  },
  {
    name: 'compatible',
    label: 'openai-compatible',
    prefix: '/compatible',
    config: (origin) => ({ kind: 'openai-compatible', baseUrl: `${origin}/compatible/v1`, apiKey: KEY }),
    modelOf: identity,
    read: readChat,
    countsReasoning: true,
  },
  {
    name: 'ai-sdk',
    label: 'ai-sdk',
    prefix: '/compatible',
    config: (origin) => ({
      kind: 'ai-sdk',
      baseUrl: `${origin}/compatible/v1`,
      apiKey: KEY,
      settings: {
        package: '@ai-sdk/openai-compatible',
        options: { name: 'compatible', includeUsage: true, supportsStructuredOutputs: true },
      },
    }),
    modelOf: identity,
    read: readChat,
    countsReasoning: true,
  },
]
