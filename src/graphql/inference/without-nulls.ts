type WithoutNulls<T> = { [K in keyof T]?: NonNullable<T[K]> }

/** In an input absence and null mean the same. */
export function withoutNulls<T extends object>(object: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value != null)) as WithoutNulls<T>
}
