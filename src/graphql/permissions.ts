import { allow, deny } from 'graphql-shield'
import { GatewayError } from '../domain/gateway-error.js'
import { hasScope, type Scope } from '../domain/principal.js'
import type { CompletionSource } from './inference/completion.type.js'
import { either, type Permissions, permit } from './shield.js'

const hasAnyKey = permit('hasAnyKey', (_parent, { principal }) => principal.keyId !== '' || denied('inference'))
const mayInfer = has('inference')
const mayReadCompletions = has('completions:read')
const mayReadContent = has('completions:read-content')
const mayReadUsage = has('usage:read')
const mayManageKeys = has('keys:manage')

/** The answer of this very operation: whoever asked may read it. */
const wasJustAnswered = permit('wasJustAnswered', ({ answer }: CompletionSource) => answer !== null || denied('completions:read'))
const madeTheCall = permit(
  'madeTheCall',
  ({ keyId }: CompletionSource, { principal }) => keyId === principal.keyId || denied('usage:read'),
)

export interface PermissionOptions {
  /** Whether a router may fetch the subgraph's SDL. */
  readonly federationSdl: boolean
}

/** Who may read what. A field that is not named here is refused. */
export function createPermissions({ federationSdl }: PermissionOptions): Permissions {
  return {
    Query: {
      models: hasAnyKey,
      model: hasAnyKey,
      completion: mayReadCompletions,
      completions: mayReadCompletions,
      estimate: mayInfer,
      usage: mayReadUsage,
      me: hasAnyKey,
      apiKeys: mayManageKeys,
      _service: federationSdl ? allow : deny,
      _entities: hasAnyKey, // and what its entities show is guarded on their types
    },
    Mutation: {
      complete: mayInfer,
      embed: mayInfer,
      rerank: mayInfer,
      moderate: mayInfer,
      issueApiKey: mayManageKeys,
      revokeApiKey: mayManageKeys,
    },
    Subscription: { completionStream: mayInfer, usageLive: mayReadUsage },

    Completion: {
      messages: either(wasJustAnswered, mayReadContent),
      text: either(wasJustAnswered, mayReadContent),
      parts: either(wasJustAnswered, mayReadContent),
      choices: either(wasJustAnswered, mayReadContent),
      cost: either(wasJustAnswered, madeTheCall, mayReadUsage),
      id: allow,
      '*': either(wasJustAnswered, mayReadCompletions),
    },
    ApiKey: mayManageKeys,
    Model: hasAnyKey,
    ...allowAll([
      // What is reached only through a field that is guarded above.
      'AccessDenied',
      'AlternativeToken',
      'Attempt',
      'AudioPart',
      'Choice',
      'Citation',
      'Completed',
      'CompletionConnection',
      'CompletionEdge',
      'Cost',
      'EmbedResult',
      'Estimate',
      'Failed',
      'FilePart',
      'GatewayErrorInfo',
      'ImagePart',
      'InputRates',
      'InputTokenTotals',
      'InputUsage',
      'IssueApiKeyPayload',
      'Me',
      'MediaSource',
      'Message',
      'ModelCapabilities',
      'ModelConnection',
      'ModelEdge',
      'ModelPrice',
      'ModerateResult',
      'ModerationCategory',
      'ModerationVerdict',
      'OutputRates',
      'OutputTokenTotals',
      'OutputUsage',
      'PageInfo',
      'PriceTier',
      'ProviderFailed',
      'RankedDocument',
      'ReasoningDelta',
      'ReasoningPart',
      'RefusalPart',
      'NativePart',
      'RerankResult',
      'RevokeApiKeyPayload',
      'RouteSwitched',
      'RouteTrace',
      'SafetyRating',
      'StageTiming',
      'Started',
      'StructuredOutput',
      'TextDelta',
      'TextPart',
      'Timings',
      'TokenLogprob',
      'ToolCallDelta',
      'ToolCallPart',
      'ToolResultPart',
      'Usage',
      'UsageBucket',
      'UsageTick',
      'UsageWindow',
      'Warning',
      '_Service',
    ]),
  }
}

function has(scope: Scope) {
  return permit(scope, (_parent, { principal }) => hasScope(principal, scope) || denied(scope))
}

function denied(scope: Scope): GatewayError {
  return new GatewayError('ACCESS_DENIED', `This needs a key with the scope ${scope}.`)
}

function allowAll(types: readonly string[]): Record<string, typeof allow> {
  return Object.fromEntries(types.map((type) => [type, allow]))
}
