const PING_MS = 1_000
/** A database that hangs answers no ping: it counts as away after this. */
const PATIENCE_MS = 1_500

export interface DatabaseWatch {
  check(): { ok: boolean; message?: string }
  stop(): void
}

/** Knows at any moment whether the database answers, without asking it when a probe comes. */
export function watchDatabase(storage: { ping(): Promise<boolean> }): DatabaseWatch {
  let answeredAt = performance.now()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const ping = async () => {
    if (await storage.ping()) answeredAt = performance.now()
    if (!stopped) timer = setTimeout(ping, PING_MS).unref()
  }
  void ping()
  return {
    check: () =>
      performance.now() - answeredAt < PING_MS + PATIENCE_MS
        ? { ok: true }
        : {
            ok: false,
            message:
              'The database does not answer. Calls go on and wait in the journal; keys and reports cannot be changed or read.',
          },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
