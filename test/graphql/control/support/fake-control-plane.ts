import type { ChangeOptions, ConfigResult, ControlPlane, Declared, SecretInput } from '../../../../src/admin/control-plane.js'
import type {
  ConfigChange,
  ConfigDifference,
  ConfigKind,
  ConfigSpecs,
  StoredConfigHead,
} from '../../../../src/domain/control-plane.js'
import { GatewayError } from '../../../../src/domain/gateway-error.js'
import type { Principal } from '../../../../src/domain/principal.js'
import type { ManagedBy } from '../../../../src/domain/route.js'
import type { Page } from '../../../../src/domain/stores.js'

const AT = new Date('2026-11-23T10:00:00.000Z')

/** What a test is to know of a call of the control plane. */
export interface AskedChange {
  readonly operation: string
  readonly kind?: ConfigKind
  readonly name?: string
  readonly version?: number
  readonly fields?: Readonly<Record<string, unknown>>
  readonly options?: object
}

/** Keeps what it is told and remembers how it was asked; it checks only names and versions. */
export class FakeControlPlane implements ControlPlane {
  readonly asked: AskedChange[] = []
  readonly listeners = new Set<(change: ConfigChange) => void>()
  heads: StoredConfigHead[] = []
  differences: readonly ConfigDifference[] = []
  private readonly things = new Map<string, Declared>()
  private version = 0

  declare<Kind extends ConfigKind>(kind: Kind, spec: ConfigSpecs[Kind], managedBy: ManagedBy = 'FILE'): void {
    const name = nameOf(spec)
    this.things.set(`${kind} ${name}`, { kind, name, managedBy, version: 0, spec, entry: null } as Declared)
  }

  list<Kind extends ConfigKind>(_principal: Principal, kind: Kind): readonly Declared<Kind>[] {
    return [...this.things.values()].filter((thing): thing is Declared<Kind> => thing.kind === kind)
  }

  find<Kind extends ConfigKind>(_principal: Principal, kind: Kind, name: string): Declared<Kind> | null {
    return (this.things.get(`${kind} ${name}`) as Declared<Kind> | undefined) ?? null
  }

  async create<Kind extends ConfigKind>(
    principal: Principal,
    kind: Kind,
    fields: Readonly<Record<string, unknown>> & SecretInput,
    options?: ChangeOptions,
  ): Promise<ConfigResult<Kind>> {
    const name = nameOf(fields)
    this.asked.push({ operation: 'create', kind, fields, ...(options && { options }) })
    if (this.find(principal, kind, name)) throw new GatewayError('CONFLICT', `There is a ${name} already.`, { path: 'name' })
    return this.store(kind, name, withKeyRefs(fields), 1, principal, options)
  }

  async update<Kind extends ConfigKind>(
    principal: Principal,
    kind: Kind,
    name: string,
    version: number,
    fields: Readonly<Record<string, unknown>> & SecretInput,
    options?: ChangeOptions,
  ): Promise<ConfigResult<Kind>> {
    this.asked.push({ operation: 'update', kind, name, version, fields, ...(options && { options }) })
    const found = this.get(principal, kind, name, version)
    const merged = { ...found.spec, ...withKeyRefs(fields) }
    const spec = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
    return this.store(kind, name, spec, version + 1, principal, options)
  }

  async remove<Kind extends ConfigKind>(
    principal: Principal,
    kind: Kind,
    name: string,
    options: ChangeOptions & { readonly version?: number } = {},
  ): Promise<ConfigResult<Kind>> {
    this.asked.push({ operation: 'remove', kind, name, options })
    this.get(principal, kind, name, options.version)
    if (!options.dryRun) this.things.delete(`${kind} ${name}`)
    return { declared: null, differences: [{ kind, name, action: 'DELETED', fields: [] }], ...this.outcome(options) }
  }

  async listVersions(
    _principal: Principal,
    page: { readonly first: number; readonly before?: number },
  ): Promise<Page<StoredConfigHead>> {
    const { first, before = Number.POSITIVE_INFINITY } = page
    const older = this.heads.filter(({ version }) => version < before)
    return { items: older.slice(0, first), hasNextPage: older.length > first }
  }

  async diff(_principal: Principal, from: number, to?: number): Promise<readonly ConfigDifference[]> {
    this.asked.push({ operation: 'diff', fields: { from, to } })
    return this.differences
  }

  async rollBack(_principal: Principal, version: number, options: ChangeOptions = {}): Promise<ConfigResult> {
    this.asked.push({ operation: 'rollBack', version, options })
    return { declared: null, differences: this.differences, ...this.outcome(options) }
  }

  exportFile(): string {
    return 'routes: []\n'
  }

  async applyFile(_principal: Principal, yaml: string, options: ChangeOptions = {}): Promise<ConfigResult> {
    this.asked.push({ operation: 'applyFile', fields: { yaml }, options })
    return { declared: null, differences: this.differences, ...this.outcome(options) }
  }

  async rotateSecret(): Promise<{ readonly credentials: number }> {
    return { credentials: 3 }
  }

  subscribe(_principal: Principal, listener: (change: ConfigChange) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(change: Partial<ConfigChange> = {}): void {
    const whole = {
      configVersion: 'abc',
      version: 1,
      createdBy: 'key_1',
      summary: 'created route smart',
      differences: [],
      at: AT,
    }
    for (const listener of this.listeners) listener({ ...whole, ...change })
  }

  private get<Kind extends ConfigKind>(principal: Principal, kind: Kind, name: string, version?: number): Declared<Kind> {
    const found = this.find(principal, kind, name)
    if (!found) throw new GatewayError('NOT_FOUND', `There is no ${name}.`)
    if (version !== undefined && version !== found.version)
      throw new GatewayError('CONFLICT', `It is at version ${found.version}.`, { path: 'version' })
    return found
  }

  private store<Kind extends ConfigKind>(
    kind: Kind,
    name: string,
    spec: object,
    version: number,
    { keyId }: Principal,
    options: ChangeOptions = {},
  ): ConfigResult<Kind> {
    const entry = { spec, version, createdAt: AT, updatedAt: AT, updatedBy: keyId }
    const declared = { kind, name, managedBy: 'API', version, spec, entry } as unknown as Declared<Kind>
    if (!options.dryRun) this.things.set(`${kind} ${name}`, declared as Declared)
    const action = version === 1 ? ('CREATED' as const) : ('UPDATED' as const)
    const fields = [{ path: 'weight', before: undefined, after: 2 }]
    return { declared, differences: [{ kind, name, action, fields }], ...this.outcome(options) }
  }

  private outcome({ dryRun = false }: ChangeOptions) {
    if (!dryRun) this.version++
    return { dryRun, version: dryRun ? this.version + 1 : this.version }
  }
}

function nameOf(spec: object): string {
  const { name, id } = spec as { name?: string; id?: string }
  return name ?? id ?? ''
}

/** As the real one does: what it keeps of a credential are its last characters. */
function withKeyRefs({ apiKeys, ...spec }: Readonly<Record<string, unknown>> & SecretInput): object {
  return apiKeys ? { ...spec, keys: apiKeys.map((key, index) => ({ id: `pk_${index}`, lastFour: key.slice(-4) })) } : spec
}
