import type { DialectVendor } from '../quirks.js'

/** Servers that an operator runs: the address is theirs, a key is optional. */
export const selfHosted: readonly DialectVendor[] = [
  {
    kind: 'vllm',
    displayName: 'vLLM',
    keyless: true,
    documentation: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
    quirks: { accepts: ['topK'] },
  },
  {
    kind: 'llamacpp',
    displayName: 'llama.cpp server',
    keyless: true,
    documentation: 'https://github.com/ggml-org/llama.cpp/tree/master/tools/server',
    quirks: { accepts: ['topK'] },
  },
  {
    kind: 'lmstudio',
    displayName: 'LM Studio',
    keyless: true,
    documentation: 'https://lmstudio.ai/docs/developer/openai-compat/chat-completions',
    quirks: { accepts: ['topK'] },
  },
  {
    kind: 'tgi',
    displayName: 'Text Generation Inference',
    keyless: true,
    documentation: 'https://huggingface.co/docs/text-generation-inference/messages_api',
    quirks: { noEmbeddings: true },
  },
  {
    kind: 'openai-compatible',
    displayName: 'A server of the OpenAI dialect',
    keyless: true,
    documentation: 'https://platform.openai.com/docs/api-reference/chat',
    quirks: { accepts: ['topK'], developerRole: true, storesMetadata: true, reasoningInput: 'reasoning_content' },
  },
]
