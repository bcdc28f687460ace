/** A host as it is compared: lower case, without the dot of the root and the brackets of IPv6. */
export function toHostName(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.+$/, '')
}
