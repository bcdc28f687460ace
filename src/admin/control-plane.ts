import type {
  ConfigChange,
  ConfigDifference,
  ConfigEntry,
  ConfigKind,
  ConfigSpecs,
  StoredConfigHead,
} from '../domain/control-plane.js'
import type { Principal } from '../domain/principal.js'
import type { ManagedBy } from '../domain/route.js'
import type { Page } from '../domain/stores.js'

/** Something that is declared, wherever it is. What is not declared by the API has version 0 and no dates. */
export interface Declared<Kind extends ConfigKind = ConfigKind> {
  readonly kind: Kind
  readonly name: string
  readonly managedBy: ManagedBy
  readonly version: number
  readonly spec: ConfigSpecs[Kind]
  readonly entry: ConfigEntry<ConfigSpecs[Kind]> | null
}

export interface ChangeOptions {
  /** Tell what would change, and refuse what would be refused; change nothing. */
  readonly dryRun?: boolean
}

/** What a mutation did, or would do. */
export interface ConfigResult<Kind extends ConfigKind = ConfigKind> {
  /** As it is now; null once deleted. */
  readonly declared: Declared<Kind> | null
  readonly differences: readonly ConfigDifference[]
  readonly dryRun: boolean
  /** The version of what is declared by the API; under `dryRun` the one that it would become. */
  readonly version: number
}

/** Credentials as they come in: texts that are sealed at once and never shown again. */
export interface SecretInput {
  readonly apiKeys?: readonly string[]
}

/**
 * Changes of what the gateway serves, by the API. All need the scope `admin`, are checked against the whole configuration, and are in
 * force in every process within a second.
 */
export interface ControlPlane {
  list<Kind extends ConfigKind>(principal: Principal, kind: Kind): readonly Declared<Kind>[]
  find<Kind extends ConfigKind>(principal: Principal, kind: Kind, name: string): Declared<Kind> | null
  /**
   * `spec` is checked by the same rules as the configuration file.
   * @throws {GatewayError} INVALID_REQUEST with a path | CONFLICT when there is one of that name
   */
  create<Kind extends ConfigKind>(
    principal: Principal,
    kind: Kind,
    spec: Readonly<Record<string, unknown>> & SecretInput,
    options?: ChangeOptions,
  ): Promise<ConfigResult<Kind>>
  /**
   * Replaces the fields that are given; `null` removes one, lists are replaced whole.
   * @throws {GatewayError} NOT_FOUND | CONFLICT when `version` is not the present one, or when the file declares it | INVALID_REQUEST
   */
  update<Kind extends ConfigKind>(
    principal: Principal,
    kind: Kind,
    name: string,
    version: number,
    changes: Readonly<Record<string, unknown>> & SecretInput,
    options?: ChangeOptions,
  ): Promise<ConfigResult<Kind>>
  /** @throws {GatewayError} NOT_FOUND | CONFLICT | INVALID_REQUEST when a route would be left without targets */
  remove<Kind extends ConfigKind>(
    principal: Principal,
    kind: Kind,
    name: string,
    options?: ChangeOptions & { readonly version?: number },
  ): Promise<ConfigResult<Kind>>
  /** Newest first. */
  listVersions(principal: Principal, page: { readonly first: number; readonly before?: number }): Promise<Page<StoredConfigHead>>
  /** What changed from one version to another; `to` absent: to the present one. 0 is the empty one. */
  diff(principal: Principal, from: number, to?: number): Promise<readonly ConfigDifference[]>
  /** Makes a new version with the content of an old one. @throws {GatewayError} NOT_FOUND | INVALID_REQUEST */
  rollBack(principal: Principal, version: number, options?: ChangeOptions): Promise<ConfigResult>
  /** What is declared by the API, as a configuration file (YAML) without credentials. */
  exportFile(principal: Principal): string
  /**
   * Makes the declarations by the API equal to those of a configuration file's `providers`, `deployments`, `models`, `prices` and
   * `routes`; `dryRun` only plans. Credentials that the file does not name stay.
   */
  applyFile(principal: Principal, yaml: string, options?: ChangeOptions): Promise<ConfigResult>
  /** Seals all credentials anew under a new data key and the present WEIR_SECRET; answers how many. */
  rotateSecret(principal: Principal): Promise<{ readonly credentials: number }>
  /** Told when another configuration is in force in this process. */
  subscribe(principal: Principal, listener: (change: ConfigChange) => void): () => void
}
