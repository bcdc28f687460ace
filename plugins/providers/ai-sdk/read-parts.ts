/** Of one read; the rest comes with the next. */
const MAX_PARTS = 256

/**
 * What a package streams, in one array for all parts that are there at once. It ends at the abort of the signal also when the package
 * does not heed it.
 */
export async function* readParts(
  stream: ReadableStream<unknown>,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[], void, undefined> {
  const reader = stream.getReader()
  const aborted = rejectOn(signal)
  try {
    let next = reader.read()
    for (;;) {
      const parts: unknown[] = []
      let read: Read | null = await Promise.race([next, aborted.promise])
      while (read && !read.done) {
        parts.push(read.value)
        next = reader.read()
        read = parts.length < MAX_PARTS ? await Promise.race([next, nothingMore()]) : null
      }
      if (parts.length > 0) yield parts
      if (read?.done) return
    }
  } finally {
    aborted.dispose()
    // Not awaited: a package that hangs in its cancel must not hold the call.
    reader.cancel().catch(() => undefined)
  }
}

type Read = { readonly done: boolean; readonly value?: unknown }

/** Parts of one chunk of the network follow each other without a turn of the event loop. */
function nothingMore(): Promise<null> {
  return new Promise((resolve) => {
    setImmediate(resolve, null)
  })
}

/** A promise that only fails, with the reason of the signal. */
export function rejectOn(signal: AbortSignal): { readonly promise: Promise<never>; dispose(): void } {
  let onAbort = () => {}
  const promise = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
  })
  promise.catch(() => undefined)
  return { promise, dispose: () => signal.removeEventListener('abort', onAbort) }
}
