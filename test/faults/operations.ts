export const COMPLETE = `mutation ($input: CompletionInput!) {
  complete(input: $input) {
    __typename
    ... on Completion { id text finishReason }
    ... on ProviderFailed { callId error { code } }
  }
}`

export const COMPLETION_STREAM = `subscription ($input: CompletionInput!) {
  completionStream(input: $input) {
    __typename
    ... on TextDelta { text }
    ... on Completed { completion { id } }
    ... on Failed { callId error { code } partial { text } }
  }
}`

export const RECORD = `query ($id: ID!) {
  completion(id: $id) {
    status
    usage { inputTokens outputTokens source }
    cost { total }
    route { attempts { deployment role status ms cost error { code scope } } }
  }
}`

export interface CallOnRecord {
  readonly status: string
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number; readonly source: string }
  readonly cost: { readonly total: string } | null
  readonly route: { readonly attempts: readonly AttemptOnRecord[] }
}

export interface AttemptOnRecord {
  readonly deployment: string
  readonly role: string
  readonly status: string
  readonly ms: number
  readonly cost: string | null
  readonly error: { readonly code: string; readonly scope: string } | null
}
