import { TIME_PARTS } from './zoned-time.js'

/** What may be called by name: `size(request.tools)`. */
export const FUNCTIONS: readonly string[] = ['size', 'int', 'double', 'string', 'timestamp', 'duration', 'has']

/** What may be called on a value: `request.tools.size()`. */
export const METHODS: readonly string[] = [
  ...['size', 'contains', 'startsWith', 'endsWith', 'matches', 'lowerAscii', 'upperAscii', 'trim', 'indexOf', 'lastIndexOf'],
  ...['substring', 'all', 'exists', 'exists_one', 'filter', 'map'],
  ...Object.keys(TIME_PARTS),
]

/** Those that go through a list, once for each entry. */
export const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map'])
