/** As the gateway tells them. */
export interface ShownChange {
  readonly kind: string
  readonly name: string
  readonly action: 'CREATED' | 'UPDATED' | 'DELETED'
  readonly fields: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[]
}

const SIGNS = { CREATED: '+', UPDATED: '~', DELETED: '-' } as const

/** What changes, line by line, and a sum: for people and for a pull request. */
export function showChanges(changes: readonly ShownChange[]): string {
  if (changes.length === 0) return 'Nothing differs.\n'
  const count = (action: ShownChange['action']) => changes.filter((change) => change.action === action).length
  const sum = `${count('CREATED')} to create, ${count('UPDATED')} to change, ${count('DELETED')} to delete.`
  return `${changes.map(showChange).join('\n')}\n\n${sum}\n`
}

function showChange({ kind, name, action, fields }: ShownChange): string {
  const head = `${SIGNS[action]} ${kind.toLowerCase()} ${name}`
  return [
    head,
    ...(action === 'DELETED' ? [] : fields.filter(({ path }) => !isName(path)).map((field) => showField(action, field))),
  ].join('\n')
}

function showField(action: ShownChange['action'], { path, before, after }: ShownChange['fields'][number]): string {
  return action === 'CREATED' ? `    ${path}: ${show(after)}` : `    ${path}: ${show(before)} -> ${show(after)}`
}

function show(value: unknown): string {
  return value === null || value === undefined ? '(none)' : JSON.stringify(value)
}

/** The head says it already. */
function isName(path: string): boolean {
  return path === 'name' || path === 'id'
}
