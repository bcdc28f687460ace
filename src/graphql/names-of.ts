/** An enum whose values are called what they are in the domain. */
export function namesOf<Name extends string>(values: readonly Name[]): { readonly [Value in Name]: Value } {
  return Object.fromEntries(values.map((value) => [value, value])) as { readonly [Value in Name]: Value }
}
