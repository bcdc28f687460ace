/** What a request is decided by: the variables that conditions may name. Texts are empty and lists have no entry where nothing is known. */
export interface RouteFacts {
  readonly request: {
    /** As the caller spelled it. */
    readonly model: string
    readonly operation: 'completion' | 'embedding' | 'rerank' | 'moderation'
    readonly stream: boolean
    /** Names of the tools that it offers. */
    readonly tools: readonly string[]
    /** Whether it must answer to a JSON schema. */
    readonly jsonSchema: boolean
    /** Whether it shows an image. */
    readonly vision: boolean
    /** What it contains: `text`, `image`, `audio`, `file`. */
    readonly modalities: readonly string[]
    /** `text`, `json` or `tools`. */
    readonly output: string
    /** An estimate, by characters. */
    readonly promptTokens: number
    /** The most that it may answer; 0 when it does not say. */
    readonly maxOutputTokens: number
    /** From 0, a short question, to 1: by length, turns, tools, reasoning and structure. */
    readonly complexity: number
    readonly messages: number
    readonly reasoning: boolean
    readonly endUser: string
    readonly tags: readonly string[]
    readonly metadata: Readonly<Record<string, string>>
    /** Lower-case names; none that carry credentials. */
    readonly headers: Readonly<Record<string, string>>
    /** Where the caller says it is, by `x-weir-region`. */
    readonly region: string
    /** What the caller, or a guard, says is in it, such as `pii`. */
    readonly dataClasses: readonly string[]
  }
  readonly principal: {
    readonly organization: string
    readonly key: string
    readonly name: string
    readonly team: string
    readonly application: string
    readonly role: string
    readonly tier: string
    readonly tags: readonly string[]
    readonly scopes: readonly string[]
  }
  readonly now: Date
}

/** What came of a condition. One that cannot be evaluated holds for nobody; `problem` tells why. */
export interface ConditionResult {
  readonly holds: boolean
  readonly problem?: string
}

/** A condition of a route, checked and ready to be asked. Asking it is cheap, never throws and never waits. */
export interface Condition {
  readonly source: string
  test(facts: RouteFacts): ConditionResult
}

/** @throws {GatewayError} INVALID_REQUEST that says what is wrong and where in the source */
export type CompileCondition = (source: string) => Condition
