import { describe, expect, it } from 'vitest'
import type { CompletionRequest, JsonObject, Provider } from '../../../src/plugin-api.js'
import { asking, readAnswer, toCall } from '../../../test/conformance/provider/read-answer.js'
import { complete } from './complete.js'
import { embed } from './embed.js'
import { plugin } from './index.js'
import type { SdkPackage } from './sdk-package.js'
import { ownerOf } from './state.js'

const [vendor] = plugin.vendors
const OWNER = ownerOf('a-package')

/** A package of ours that does what a bad one might. */
function packageOf(model: object, version = 'v3'): SdkPackage {
  const provider = Object.assign(() => ({ specificationVersion: version, supportedUrls: {}, ...model }), {
    embeddingModel: () => ({ specificationVersion: version, ...model }),
  })
  return { name: 'bad', settings: { package: 'a-package' }, owner: OWNER, load: async () => provider }
}

function providerOf(model: object, version?: string): Provider {
  return { name: 'bad', kind: 'ai-sdk', complete: (call) => complete(packageOf(model, version), call), close: async () => {} }
}

function streamOf(parts: readonly unknown[], end: 'close' | 'hang' = 'close') {
  const start = (controller: ReadableStreamDefaultController) => {
    for (const part of parts) controller.enqueue(part)
    if (end === 'close') controller.close()
  }
  return { doStream: async () => ({ stream: new ReadableStream({ start }) }) }
}

const read = (model: object, request: Partial<CompletionRequest> = {}, signal?: AbortSignal) =>
  readAnswer(providerOf(model), toCall('any', asking('Hi.', request), signal ? { signal } : {}))

const FINISH = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: {} }
const START = [
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: 'So.' },
]

describe('a package that misbehaves', () => {
  it('may send parts that nobody knows, and nonsense', async () => {
    const { text, usage } = await read(streamOf([null, 7, { type: 'constructor' }, { type: 'raw' }, ...START, FINISH]))
    expect({ text, usage }).toEqual({ text: 'So.', usage: null })
  })

  it.each([
    ['ends without a finish', streamOf(START), 'PROVIDER_STREAM_CUT'],
    ['finishes without a reason', streamOf([...START, { ...FINISH, finishReason: { unified: 'other' } }]), 'PROVIDER_STREAM_CUT'],
    ['finishes with an error', streamOf([...START, { ...FINISH, finishReason: 'error' }]), 'PROVIDER_ERROR'],
    ['throws what is no error', { doStream: () => Promise.reject('no') }, 'PROVIDER_ERROR'],
    [
      'throws at once',
      {
        doStream: () => {
          throw new TypeError('fetch failed')
        },
      },
      'PROVIDER_UNREACHABLE',
    ],
    ['gives no stream', { doStream: async () => ({}) }, 'PROVIDER_STREAM_CUT'],
    ['gives state without end', streamOf([{ type: 'tool-result', result: 'x'.repeat(2 ** 21) }]), 'PROVIDER_BAD_RESPONSE'],
    [
      'speaks without end',
      streamOf(Array(70).fill({ type: 'text-delta', id: '0', delta: 'x'.repeat(2 ** 20) })),
      'PROVIDER_BAD_RESPONSE',
    ],
  ])('%s', async (_, model, code) => {
    await expect(read(model)).rejects.toMatchObject({ code })
  })

  it('gives no content', async () => {
    const call = toCall('any', asking('Hi.'), { stream: false })
    await expect(readAnswer(providerOf({ doGenerate: async () => ({}) }), call)).rejects.toMatchObject({
      code: 'PROVIDER_BAD_RESPONSE',
    })
  })

  it('does not heed the signal, while it streams and before', async () => {
    for (const model of [streamOf(START, 'hang'), { doStream: () => new Promise(() => {}) }]) {
      const controller = new AbortController()
      const reason = new Error('The caller has gone')
      const reading = read(model, {}, controller.signal)
      controller.abort(reason)
      await expect(reading).rejects.toBe(reason)
    }
  })

  it('is of another version of the contract', async () => {
    const reading = readAnswer(providerOf(streamOf([]), 'v9'), toCall('any', asking('Hi.')))
    await expect(reading).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining('v9') })
  })

  it('embeds other texts than it was given', async () => {
    const model = { maxEmbeddingsPerCall: 1, doEmbed: async () => ({ embeddings: [] }) }
    const call = { ...toCall('any', asking('')), request: { model: 'any', input: ['one'] } }
    await expect(embed(packageOf(model), call)).rejects.toMatchObject({ code: 'PROVIDER_BAD_RESPONSE' })
  })
})

it('embeds no more texts at once than the package takes', async () => {
  const asked: string[][] = []
  const doEmbed = async ({ values }: { values: string[] }) => {
    asked.push(values)
    return { embeddings: values.map((value) => [value.length]), usage: { tokens: 2 } }
  }
  const call = { ...toCall('any', asking('')), request: { model: 'any', input: ['a', 'bb', 'ccc'], dimensions: 8 } }
  const { vectors, usage, warnings } = await embed(packageOf({ maxEmbeddingsPerCall: 2, doEmbed }), call)
  expect(asked).toEqual([['a', 'bb'], ['ccc']])
  expect(vectors).toEqual([[1], [2], [3]])
  expect(usage!.input.text).toBe(4)
  expect(warnings).toMatchObject([{ parameter: 'dimensions' }])
})

it('asks a package of V2 with images in tool results in the words of V2', async () => {
  let asked: { prompt?: { content: { output?: unknown }[] }[] } = {}
  const doStream = async (options: object) => {
    asked = options
    return streamOf([{ ...FINISH, finishReason: 'stop' }]).doStream()
  }
  const image = { type: 'image' as const, source: { type: 'base64' as const, mediaType: 'image/png', data: 'AA==' } }
  const messages = [{ role: 'tool' as const, parts: [{ type: 'tool-result' as const, toolCallId: 'call_1', parts: [image] }] }]
  await readAnswer(providerOf({ doStream }, 'v2'), toCall('any', { model: 'any', messages }))
  expect(asked.prompt![0]!.content[0]!.output).toEqual({
    type: 'content',
    value: [{ type: 'media', mediaType: 'image/png', data: 'AA==' }],
  })
})

it('fetches no address that the model does not fetch by itself', async () => {
  const image = { type: 'image' as const, source: { type: 'url' as const, url: 'http://169.254.169.254/a.png' } }
  const reading = read(streamOf([FINISH]), { messages: [{ role: 'user', parts: [image] }] })
  await expect(reading).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER', path: 'messages[0].parts[0]' })
})

describe('the configuration of a package', () => {
  const create = (settings: JsonObject) => () => plugin.createProvider(vendor!, { name: 'mine', kind: 'ai-sdk', settings })

  it.each([
    ['no package', {}, /settings\.package/],
    ['a path', { package: './evil.js' }, /settings\.package/],
    ['a path behind a scope', { package: '@scope/../evil' }, /settings\.package/],
    ['a subpath', { package: '@ai-sdk/openai/internal' }, /settings\.package/],
    ['an address', { package: 'data:text/javascript,1' }, /settings\.package/],
    ['a module of Node', { package: 'fs' }, /settings\.package/],
    ['another key', { package: '@ai-sdk/openai', path: '/x' }, /settings\.path/],
    ['a package that is not there', { package: '@ai-sdk/not-installed' }, /npm install @ai-sdk\/not-installed/],
  ] as [string, JsonObject, RegExp][])('with %s is refused', (_, settings, message) => {
    expect(create(settings)).toThrow(expect.objectContaining({ code: 'CONFIGURATION', message: expect.stringMatching(message) }))
  })

  it('names the exports to choose from when there is none of that name', async () => {
    const provider = create({ package: '@ai-sdk/openai-compatible', export: 'createNothing' })()
    await expect(readAnswer(provider, toCall('any', asking('Hi.')))).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('createOpenAICompatible'),
    })
  })

  it('keeps state apart by package', () => {
    expect(create({ package: '@ai-sdk/openai' })().stateOwner!('any')).toBe('ai-sdk:@ai-sdk/openai')
  })
})
