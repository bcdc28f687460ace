import type { CompletionRequest } from '../domain/completion-request.js'
import type { RouteFacts } from '../domain/condition.js'
import type { Principal } from '../domain/principal.js'
import { complexityOf } from './complexity.js'
import { dataClassesOf, type HeaderValues, regionOf, toFactHeaders } from './fact-headers.js'
import { PrincipalFacts } from './principal-facts.js'
import { modalitiesOf, mostPromptTokensOf, promptTokensOf, type RoutedRequest } from './request-contents.js'

type Facts = RouteFacts['request']

export interface FactsInput {
  readonly request: RoutedRequest
  readonly operation: Facts['operation']
  readonly stream: boolean
  readonly principal: Principal
  /** As the door got them. */
  readonly headers?: HeaderValues
  /** What guards found in it, beside what the caller says. */
  readonly dataClasses?: readonly string[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Longer lists are cut, so that a condition which goes through them is bounded. */
const LONGEST_LIST = 256
const MOST_METADATA = 64

/**
 * The facts of a call. What costs something is worked out when it is first asked for, and then kept.
 * @throws {GatewayError} INVALID_REQUEST when the caller's headers name a region or a data class that is no name: to pass over one would
 * send data where it must not go
 */
export function createFacts(input: FactsInput): RouteFacts {
  return { request: new RequestFacts(input), principal: new PrincipalFacts(input.principal), now: new Date(input.now) }
}

class RequestFacts implements Facts {
  readonly region: string
  readonly dataClasses: readonly string[]
  readonly #input: FactsInput
  readonly #completion: CompletionRequest | null
  #modalities: readonly string[] | undefined
  #promptTokens: number | undefined
  #mostPromptTokens: number | undefined
  #complexity: number | undefined
  #headers: Readonly<Record<string, string>> | undefined

  constructor(input: FactsInput) {
    this.#input = input
    this.#completion = 'messages' in input.request ? input.request : null
    this.region = regionOf(input.headers)
    this.dataClasses = dataClassesOf(input.headers, input.request.dataClasses, input.dataClasses)
  }

  get model(): string {
    return this.#input.request.model
  }
  get operation(): Facts['operation'] {
    return this.#input.operation
  }
  get stream(): boolean {
    return this.#input.stream
  }
  get tools(): readonly string[] {
    const { tools = [], nativeTools = [] } = this.#completion ?? {}
    const natives = nativeTools.map(({ definition }) => String(definition['name'] ?? definition['type'] ?? ''))
    return [...tools.map(({ name }) => name), ...natives].slice(0, LONGEST_LIST)
  }
  get jsonSchema(): boolean {
    return this.#completion?.responseFormat?.type === 'json-schema'
  }
  get vision(): boolean {
    return this.modalities.includes('image')
  }
  get modalities(): readonly string[] {
    this.#modalities ??= modalitiesOf(this.#input.request)
    return this.#modalities
  }
  get output(): string {
    const { responseFormat, toolChoice } = this.#completion ?? {}
    if (toolChoice?.type === 'required' || toolChoice?.type === 'tool') return 'tools'
    return responseFormat === undefined || responseFormat.type === 'text' ? 'text' : 'json'
  }
  get promptTokens(): number {
    this.#promptTokens ??= promptTokensOf(this.#input.request)
    return this.#promptTokens
  }
  /** What `promptTokens` cannot exceed; cheap, where that reads the whole prompt. No variable of conditions. */
  get mostPromptTokens(): number {
    this.#mostPromptTokens ??= mostPromptTokensOf(this.#input.request)
    return this.#mostPromptTokens
  }
  get maxOutputTokens(): number {
    return this.#completion?.maxOutputTokens ?? 0
  }
  get complexity(): number {
    this.#complexity ??= this.#completion ? complexityOf(this.#completion) : 0
    return this.#complexity
  }
  get messages(): number {
    return this.#completion?.messages.length ?? 0
  }
  get reasoning(): boolean {
    const reasoning = this.#completion?.reasoning
    return reasoning !== undefined && reasoning.effort !== 'none' && reasoning.maxTokens !== 0
  }
  get endUser(): string {
    return this.#input.request.endUser ?? ''
  }
  get tags(): readonly string[] {
    return this.#input.request.tags?.slice(0, LONGEST_LIST) ?? []
  }
  get metadata(): Readonly<Record<string, string>> {
    const entries = Object.entries(this.#completion?.metadata ?? {})
    return Object.fromEntries(entries.slice(0, MOST_METADATA))
  }
  get headers(): Readonly<Record<string, string>> {
    this.#headers ??= toFactHeaders(this.#input.headers)
    return this.#headers
  }
}
