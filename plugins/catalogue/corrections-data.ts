import type { Correction } from './correction.js'

const OPENAI = ['openai', 'azure-openai']
const CLAUDE = ['anthropic', 'vertex', 'bedrock']
const GEMINI = ['gemini', 'google-openai', 'vertex']

const REASONING_GUIDE = 'https://platform.openai.com/docs/guides/reasoning'
const STRUCTURED_OUTPUTS = 'https://platform.openai.com/docs/guides/structured-outputs'

/** Ours, by vendor; the narrower pattern comes first. */
export const CORRECTIONS: readonly Correction[] = [
  {
    kinds: OPENAI,
    models: /^(o1-mini|o1-preview)/,
    capabilities: { tools: false, parallelTools: false, jsonSchema: false, jsonMode: false },
    source: REASONING_GUIDE,
  },
  {
    kinds: OPENAI,
    models: /^o[134](-|$)/,
    capabilities: {
      parallelTools: false,
      jsonSchema: true,
      jsonMode: true,
      reasoning: true,
      unsupported: ['temperature', 'topP', 'presencePenalty', 'frequencyPenalty', 'logprobs', 'parallelToolCalls'],
    },
    source: REASONING_GUIDE,
  },
  {
    kinds: OPENAI,
    models: /^(o3|o4-mini)(-|$)/,
    capabilities: { unsupported: ['stop'] },
    source: 'https://platform.openai.com/docs/api-reference/chat/create#chat-create-stop',
  },
  {
    // From gpt-5.1 on these are taken while the effort is none, which is what they do by themselves.
    kinds: OPENAI,
    models: /^gpt-5(-mini|-nano|-pro|-codex)?(-\d{4}-\d{2}-\d{2})?$/,
    capabilities: {
      reasoning: true,
      unsupported: ['temperature', 'topP', 'presencePenalty', 'frequencyPenalty', 'logprobs', 'stop'],
    },
    source: 'https://platform.openai.com/docs/guides/latest-model#gpt-5-parameter-compatibility',
  },
  {
    kinds: OPENAI,
    models: /^(gpt-4o-2024-05-13|gpt-4-|gpt-4$|gpt-3\.5)/,
    capabilities: { jsonSchema: false, promptCache: false },
    source: STRUCTURED_OUTPUTS,
  },
  {
    kinds: OPENAI,
    models: /^(gpt-(4o|4\.1|4\.5|5|6)|o[134])(?!.*(audio|realtime|transcribe|tts|image|search))/,
    capabilities: { jsonSchema: true, jsonMode: true, promptCache: true },
    source: STRUCTURED_OUTPUTS,
  },
  {
    kinds: OPENAI,
    models: /^gpt-(3\.5-turbo|4|5|6)(?!.*(audio|realtime|transcribe|tts|image|search|instruct))/,
    capabilities: { tools: true, parallelTools: true, jsonMode: true },
    source: 'https://platform.openai.com/docs/guides/function-calling#parallel-function-calling',
  },
  {
    kinds: OPENAI,
    models: /^(omni|text)-moderation/,
    capabilities: { moderation: true, embeddings: false, rerank: false, tools: false },
    source: 'https://platform.openai.com/docs/guides/moderation',
  },
  {
    kinds: OPENAI,
    models: /^text-embedding-/,
    capabilities: { input: ['text'], embeddings: true, tools: false },
    source: 'https://platform.openai.com/docs/guides/embeddings',
  },
  {
    kinds: CLAUDE,
    models: /^claude-(opus-4-[7-9]|opus-[5-9]|sonnet-[5-9]|fable|mythos)/,
    capabilities: { unsupported: ['temperature', 'topP', 'topK'] },
    source: 'https://docs.claude.com/en/docs/about-claude/models/whats-new-claude-4-7',
  },
  {
    kinds: CLAUDE,
    models: /^claude-(3|opus-4(-\d{8}|-0|-v|$)|sonnet-4(-\d{8}|-0|-v|$))/,
    capabilities: { jsonSchema: false },
    source: 'https://docs.claude.com/en/docs/build-with-claude/structured-outputs',
  },
  {
    kinds: CLAUDE,
    models: /^claude-/,
    capabilities: { tools: true, parallelTools: true, jsonMode: false, promptCache: true },
    source: 'https://docs.claude.com/en/docs/build-with-claude/prompt-caching',
  },
  {
    kinds: GEMINI,
    models: /^gemini-.*(image|tts|native-audio|live|embedding|computer-use)/,
    capabilities: { jsonSchema: false },
    source: 'https://ai.google.dev/gemini-api/docs/models',
  },
  {
    kinds: GEMINI,
    models: /^gemini-(?!.*(image|tts|native-audio|live|embedding|computer-use))/,
    capabilities: { tools: true, parallelTools: true, jsonSchema: true, jsonMode: true, promptCache: true },
    source: 'https://ai.google.dev/gemini-api/docs/structured-output',
  },
  {
    kinds: GEMINI,
    models: /^(gemini-embedding|text-embedding|text-multilingual-embedding)/,
    capabilities: { input: ['text'], embeddings: true, tools: false },
    source: 'https://ai.google.dev/gemini-api/docs/embeddings',
  },
  {
    kinds: ['mistral'],
    models: /^codestral-2501$/,
    names: ['codestral-2501'],
    dates: { deprecatedAt: new Date('2025-11-06'), retiresAt: new Date('2025-11-30') },
    source: 'https://docs.mistral.ai/getting-started/models/',
  },
  {
    kinds: ['mistral'],
    models: /^pixtral-12b/,
    dates: { deprecatedAt: new Date('2025-12-02'), retiresAt: new Date('2025-12-31') },
    source: 'https://docs.mistral.ai/getting-started/models/',
  },
  {
    kinds: ['mistral'],
    models: /^(mistral|codestral)-embed/,
    capabilities: { input: ['text'], embeddings: true, tools: false },
    source: 'https://docs.mistral.ai/capabilities/embeddings/overview/',
  },
  {
    kinds: ['mistral'],
    models: /^mistral-moderation/,
    names: ['mistral-moderation-latest'],
    capabilities: { input: ['text'], moderation: true, tools: false },
    source: 'https://docs.mistral.ai/capabilities/guardrailing/',
  },
  {
    kinds: ['mistral'],
    models: /^(mistral-(tiny|small|medium|large)|open-mistral-nemo|ministral|magistral|codestral|devstral|pixtral|voxtral-small)/,
    capabilities: { tools: true, parallelTools: true, jsonSchema: true, jsonMode: true },
    source: 'https://docs.mistral.ai/capabilities/structured-output/custom_structured_output/',
  },
  {
    kinds: ['cohere'],
    models: /^(embed-(english|english-light|multilingual)-v2\.0|c4ai-aya-(expanse|vision)-8b)$/,
    dates: { retiresAt: new Date('2026-04-04') },
    source: 'https://docs.cohere.com/changelog/2026-04-04-embed-v2-aya-8b-retirement',
  },
  {
    kinds: ['cohere'],
    models: /^(command-r-03-2024|command-r|command-r-plus-04-2024|command-r-plus|command-light|command)$/,
    dates: { deprecatedAt: new Date('2025-09-15') },
    source: 'https://docs.cohere.com/changelog/2025-09-15-major-command-deprecations',
  },
  {
    kinds: ['cohere'],
    models: /^command-(a|r|r-plus|r7b)(-|$)(?!.*(translate))/,
    capabilities: { tools: true, parallelTools: true, jsonSchema: true, jsonMode: true },
    source: 'https://docs.cohere.com/docs/structured-outputs',
  },
  {
    kinds: ['cohere'],
    models: /^embed-/,
    capabilities: { embeddings: true, tools: false },
    source: 'https://docs.cohere.com/docs/models#embed',
  },
  {
    kinds: ['cohere'],
    models: /^rerank-/,
    capabilities: { input: ['text'], rerank: true, tools: false },
    source: 'https://docs.cohere.com/docs/models#rerank',
  },
  {
    kinds: ['xai'],
    models: /^grok-(3-mini|4(?!.*non-reasoning)|code)/,
    capabilities: { reasoning: true, unsupported: ['presencePenalty', 'frequencyPenalty', 'stop'] },
    source: 'https://docs.x.ai/docs/guides/reasoning',
  },
  {
    kinds: ['xai'],
    models: /^grok-(2-1212|2-vision-1212|[3-9]|code)/,
    capabilities: { tools: true, parallelTools: true, jsonSchema: true, jsonMode: true, promptCache: true },
    source: 'https://docs.x.ai/docs/guides/structured-outputs',
  },
  {
    kinds: ['deepseek'],
    models: /^deepseek-reasoner/,
    capabilities: { reasoning: true, unsupported: ['temperature', 'topP', 'presencePenalty', 'frequencyPenalty', 'logprobs'] },
    source: 'https://api-docs.deepseek.com/guides/reasoning_model',
  },
  {
    kinds: ['deepseek'],
    models: /^deepseek-/,
    capabilities: { tools: true, parallelTools: true, jsonSchema: false, jsonMode: true, promptCache: true },
    source: 'https://api-docs.deepseek.com/guides/json_mode',
  },
  {
    kinds: ['meta-llama'],
    models: /^llama-/i,
    capabilities: { tools: true, jsonSchema: true },
    source: 'https://llama.developer.meta.com/docs/features/structured-output',
  },
  {
    kinds: ['bedrock'],
    models: /^nova-/,
    capabilities: { tools: true, jsonSchema: false, jsonMode: false, promptCache: true },
    source: 'https://docs.aws.amazon.com/nova/latest/userguide/prompting-structured-output.html',
  },
]
