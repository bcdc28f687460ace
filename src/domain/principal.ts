export const SCOPES = ['inference', 'completions:read', 'completions:read-content', 'usage:read', 'keys:manage', 'admin'] as const
/** What a key may do. `admin` includes all others. */
export type Scope = (typeof SCOPES)[number]

/** Who asks: a verified API key. */
export interface Principal {
  readonly organizationId: string
  readonly keyId: string
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
  /** Models and routes that the key may ask for, `*` as a wildcard; null means all. */
  readonly models: readonly string[] | null
  /** What conditions of routes may go by. Absent: nothing is said. */
  readonly attributes?: PrincipalAttributes
}

/** What an API key says of who uses it. */
export interface PrincipalAttributes {
  readonly team?: string
  readonly application?: string
  readonly role?: string
  readonly tier?: string
  readonly tags?: readonly string[]
}

export function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.scopes.has(scope) || principal.scopes.has('admin')
}

/** Whether the key's allow-list covers a model or route name. */
export function mayUseModel(principal: Principal, name: string): boolean {
  return principal.models === null || principal.models.some((pattern) => matchesGlob(pattern, name))
}

function matchesGlob(pattern: string, name: string): boolean {
  const pieces = pattern.split('*')
  if (pieces.length === 1) return pattern === name
  const [first = '', ...rest] = pieces
  const last = rest.pop() ?? ''
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  let from = first.length
  for (const piece of rest) {
    const at = name.indexOf(piece, from)
    if (at < 0 || at + piece.length > name.length - last.length) return false
    from = at + piece.length
  }
  return true
}
