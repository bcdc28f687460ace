import type { ConfigChange, ConfigContent, ConfigKind, ConfigSpecs, KeyRef, StoredConfig } from '../../domain/control-plane.js'
import type { Relay } from '../../domain/relay.js'
import type { ConfigStore } from '../../domain/stores.js'
import type { Declared } from '../control-plane.js'

/** Something that was written, checked by itself: its credentials apart, and `keys` of a provider empty. */
export interface ParsedSpec<Kind extends ConfigKind = ConfigKind> {
  readonly spec: ConfigSpecs[Kind]
  readonly apiKeys: readonly string[] | undefined
}

/** What a configuration file declares of each kind. */
export type ParsedFile = { readonly [Kind in ConfigKind]: readonly ParsedSpec<Kind>[] }

/** Where credentials are kept sealed. */
export interface Credentials {
  refer(text: string): KeyRef
  seal(organizationId: string, ref: KeyRef, text: string): Promise<void>
  matches(organizationId: string, refs: readonly KeyRef[], texts: readonly string[]): Promise<boolean>
  rotate(organizationId: string): Promise<number>
  deleteUnused(organizationId: string, used: ReadonlySet<string>, before: Date): Promise<void>
}

/** What is declared by the API at a moment. */
export interface Content {
  /** 0: nothing yet. */
  readonly version: number
  readonly content: ConfigContent
}

export interface ControlPlaneOptions {
  readonly configs: ConfigStore
  readonly vault: Credentials
  readonly relay: Pick<Relay, 'publish'>
  /**
   * What the configuration file and the environment declare; it wins over the API. `keys` of these name the credentials in use, so that they are
   * not sent elsewhere.
   */
  readonly declared: () => readonly Declared[]
  /** What is in force in this process. */
  readonly inForce: (organizationId: string) => Content
  /**
   * Whether the gateway could serve by it, together with what the file declares. `fresh`: the texts of credentials that are not kept yet, by
   * the ids of their references.
   * @throws {GatewayError} INVALID_REQUEST | CONFLICT, with a path
   */
  readonly checkContent: (content: ConfigContent, fresh: ReadonlyMap<string, string>) => Promise<void>
  /** Puts it in force in this process, so that whoever changed it sees it at once; the relay and the database tell the others. */
  readonly onStored: (config: StoredConfig) => Promise<void>
  readonly onChange: (organizationId: string, listener: (change: ConfigChange) => void) => () => void
  /** @throws {GatewayError} INVALID_REQUEST with a path */
  readonly parseSpec: <Kind extends ConfigKind>(kind: Kind, input: Readonly<Record<string, unknown>>) => ParsedSpec<Kind>
  /** @throws {GatewayError} INVALID_REQUEST with a path */
  readonly parseFile: (yaml: string) => ParsedFile
  readonly writeFile: (content: ConfigContent) => string
  /** Of what is done after the answer. */
  readonly onTidyFailed: (error: unknown) => void
  readonly now: () => number
  /** A while by chance, before another attempt: processes that lost a race together must not lose the next one together. */
  readonly wait: (attempt: number) => Promise<void>
}
