const codeNames: Record<number, string> = {
  2: 'BadValue',
  8: 'UnknownError',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  17: 'ProtocolError',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  171: 'CannotIndexParallelArrays',
  175: 'QueryPlanKilled',
  238: 'NotImplemented',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  334: 'UnsupportedFormat',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
}

/** An answer `ok: 0` of the protocol: `code` is MongoDB's number for the same failure. */
export class CommandError extends Error {
  readonly codeName: string

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message)
    this.codeName = codeNames[code] ?? `Location${code}`
  }
}

/**
 * What the embedded database does not implement is refused by name, never ignored: a query that is half understood would answer
 * wrongly in silence. `what` names the command, operator or option.
 */
export function refuse(what: string): never {
  throw new CommandError(238, `${what} is not supported by the embedded database. Set MONGODB_URI to use a MongoDB server.`)
}

export function badValue(message: string): never {
  throw new CommandError(2, message)
}
