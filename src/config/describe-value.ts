const SECRET_KEYS = /(apikeys?|secret|adminkey|uri)$/i
const TOKEN_LIKE = /^[^\s/.]{20,}$/

/** What was found, for an error: enough to recognise it, never a secret. */
export function describeValue(value: unknown, { key, reference }: { key: string; reference?: string | undefined }): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  const text = String(value)
  if (text === '') return 'an empty text'
  if (reference !== undefined) return `the text of ${reference} (${text.length} characters)`
  if (SECRET_KEYS.test(key) || TOKEN_LIKE.test(text)) return `a text of ${text.length} characters`
  return JSON.stringify(typeof value === 'string' ? shorten(withoutCredentials(text)) : value)
}

/** An address without its user name and password. */
export function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//***@')
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
