export function buildBase(options: {
  readonly root: string
  readonly ref: string
  readonly say: (line: string) => void
}): Promise<{
  readonly root: string
  readonly commit: string
  stop(): void
}>
