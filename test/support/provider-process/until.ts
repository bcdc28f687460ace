const LONGEST_MS = 5_000

/** Waits for something that another part of the process is about to do. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + LONGEST_MS
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Not within ${LONGEST_MS} ms: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
