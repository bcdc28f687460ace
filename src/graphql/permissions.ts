import { GatewayError } from '../domain/gateway-error.js'
import { hasScope, type Scope } from '../domain/principal.js'
import type { CompletionSource } from './inference/completion.type.js'
import { either, type Permissions, permit } from './shield.js'
import { allow, deny } from './stock-shield.js'

const hasAnyKey = permit('hasAnyKey', (_parent, { principal }) => principal.keyId !== '' || denied('inference'))
const mayInfer = has('inference')
const mayReadCompletions = has('completions:read')
const mayReadContent = has('completions:read-content')
const mayReadUsage = has('usage:read')
const mayManageKeys = has('keys:manage')
const isAdmin = has('admin')

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
      explainRoute: mayInfer,
      providers: isAdmin,
      provider: isAdmin,
      deployments: isAdmin,
      deployment: isAdmin,
      modelOverrides: isAdmin,
      modelOverride: isAdmin,
      routes: isAdmin,
      route: isAdmin,
      configVersions: isAdmin,
      configDiff: isAdmin,
      configExport: isAdmin,
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
      createProvider: isAdmin,
      updateProvider: isAdmin,
      deleteProvider: isAdmin,
      createDeployment: isAdmin,
      updateDeployment: isAdmin,
      deleteDeployment: isAdmin,
      createModel: isAdmin,
      updateModel: isAdmin,
      deleteModel: isAdmin,
      createRoute: isAdmin,
      updateRoute: isAdmin,
      deleteRoute: isAdmin,
      rollbackConfig: isAdmin,
      applyConfig: isAdmin,
      rotateSecret: isAdmin,
    },
    Subscription: { completionStream: mayInfer, usageLive: mayReadUsage, configChanged: isAdmin, routeHealth: isAdmin },

    // A caller may ask where its request goes; how the gateway is set up and fares is for admins.
    RouteExplanation: { excluded: isAdmin, conditions: isAdmin, '*': mayInfer },
    ExplainedTarget: { health: isAdmin, '*': mayInfer },

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
      'CascadeGate',
      'Choice',
      'Citation',
      'Completed',
      'CompletionConnection',
      'CompletionEdge',
      'ConfigChange',
      'ConfigDifference',
      'ConfigPayload',
      'ConfigVersion',
      'ConfigVersionPage',
      'Cost',
      'DataPolicy',
      'DeletePayload',
      'Deployment',
      'DeploymentConnection',
      'DeploymentEdge',
      'DeploymentLimits',
      'DeploymentPayload',
      'EmbedResult',
      'Estimate',
      'ExcludedTarget',
      'ExplainedCondition',
      'ExplainedFallback',
      'Failed',
      'FieldChange',
      'FilePart',
      'GatewayErrorInfo',
      'HeaderMatch',
      'HedgePolicy',
      'ImagePart',
      'InputRates',
      'InputTokenTotals',
      'InputUsage',
      'IssueApiKeyPayload',
      'Judge',
      'KeyAttributes',
      'KeyRef',
      'Me',
      'MediaSource',
      'Message',
      'ModelCapabilities',
      'ModelConnection',
      'ModelEdge',
      'ModelOverride',
      'ModelOverrideConnection',
      'ModelOverrideEdge',
      'ModelPayload',
      'ModelPrice',
      'ModerateResult',
      'ModerationCategory',
      'ModerationVerdict',
      'NativePart',
      'OutputRates',
      'OutputTokenTotals',
      'OutputUsage',
      'PageInfo',
      'PriceOverride',
      'PriceTier',
      'Provider',
      'ProviderConnection',
      'ProviderEdge',
      'ProviderFailed',
      'ProviderPayload',
      'RankedDocument',
      'ReasoningDelta',
      'ReasoningPart',
      'RefusalPart',
      'RerankResult',
      'RetryPolicy',
      'RevokeApiKeyPayload',
      'RotateSecretPayload',
      'Route',
      'RouteConnection',
      'RouteEdge',
      'RouteFallback',
      'RouteHealth',
      'RoutePayload',
      'RouteRule',
      'RouteSplit',
      'RouteSwitched',
      'RouteTarget',
      'RouteTrace',
      'SafetyRating',
      'SensitiveData',
      'ShadowPolicy',
      'StageTiming',
      'Started',
      'StructuredOutput',
      'TargetHealth',
      'TextDelta',
      'TextPart',
      'Timeouts',
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
