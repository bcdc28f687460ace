import type { CompletionRequest, ProviderCall, ProviderEvent } from '../../../src/plugin-api.js'
import { promptTexts } from '../../provider-transport/prompt-texts.js'
import { callModel } from './call-model.js'
import { fitSdk } from './fit-sdk.js'
import { createPartReader, type PartReaderOptions } from './from-sdk-parts.js'
import { fromSdkResult } from './from-sdk-result.js'
import { type LanguageModel, languageModelOf } from './model.js'
import { readParts } from './read-parts.js'
import type { SdkPackage } from './sdk-package.js'
import { toCallOptions } from './to-call-options.js'
import { toPartError, toSdkError } from './to-sdk-error.js'

type Call = ProviderCall<CompletionRequest>
/** What V2 and V3 have in common; their options differ in words that are chosen by version. */
interface Model {
  doGenerate(options: unknown): PromiseLike<unknown>
  doStream(options: unknown): PromiseLike<{ readonly stream: ReadableStream<unknown> }>
}

/** One call of a package's language model. @throws {GatewayError} */
export async function* complete(sdk: SdkPackage, call: Call): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const prompts = () => promptTexts(call.request)
  const context = { provider: sdk.name, prompts }
  const { request, warnings } = fitSdk(call.request, sdk.settings.package)
  const first: ProviderEvent[] = warnings.map((warning) => ({ type: 'warning', warning }))
  const { model, options } = await callModel(() => prepare(sdk, call, request), call, context)
  const toError = (error: unknown) => toPartError(error, { ...context, begun: true })
  const reading: PartReaderOptions = { provider: sdk.name, package: sdk.settings.package, owner: sdk.owner, toError }
  if (call.stream) {
    const { stream } = await callModel(() => model.doStream(options), call, context)
    yield* streamParts(stream, call, reading, first)
  } else {
    const result = await callModel(() => model.doGenerate(options), call, context)
    yield [...first, ...fromSdkResult(result, reading)]
  }
}

async function prepare(sdk: SdkPackage, call: Call, request: CompletionRequest) {
  const model: LanguageModel = languageModelOf(await sdk.load(), sdk.name, call.model)
  const urls = (await model.supportedUrls) ?? {}
  const receiver = { owner: sdk.owner, version: model.specificationVersion, urls }
  return { model: model as unknown as Model, options: toCallOptions(request, call, sdk.settings, receiver) }
}

/** What stood before a failure is shown first: it has been received, and may be billed. */
async function* streamParts(
  stream: ReadableStream<unknown>,
  { signal, request }: Call,
  reading: PartReaderOptions,
  first: readonly ProviderEvent[],
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const reader = createPartReader(reading)
  let batch: ProviderEvent[] = [...first]
  try {
    for await (const parts of readParts(stream, signal)) {
      for (const part of parts) reader.read(part, batch)
      if (batch.length > 0) yield batch
      batch = []
    }
    reader.end(batch, true)
    yield batch
  } catch (error) {
    signal.throwIfAborted()
    if (batch.length > 0) yield batch
    throw toSdkError(error, { provider: reading.provider, prompts: () => promptTexts(request), begun: true })
  }
}
