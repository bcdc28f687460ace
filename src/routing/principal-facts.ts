import type { RouteFacts } from '../domain/condition.js'
import type { Principal } from '../domain/principal.js'

type Facts = RouteFacts['principal']

/** What a key says of who uses it; empty where it says nothing. */
export class PrincipalFacts implements Facts {
  constructor(private readonly who: Principal) {}

  get organization(): string {
    return this.who.organizationId
  }
  get key(): string {
    return this.who.keyId
  }
  get name(): string {
    return this.who.name
  }
  get team(): string {
    return this.who.attributes?.team ?? ''
  }
  get application(): string {
    return this.who.attributes?.application ?? ''
  }
  get role(): string {
    return this.who.attributes?.role ?? ''
  }
  get tier(): string {
    return this.who.attributes?.tier ?? ''
  }
  get tags(): readonly string[] {
    return this.who.attributes?.tags ?? []
  }
  get scopes(): readonly string[] {
    return [...this.who.scopes]
  }
}
