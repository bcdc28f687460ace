import { cpus, totalmem } from 'node:os'

/** What a reader must know to compare figures with another run's: the machine's kind, nothing of its names. */
export function describeMachine() {
  const [first] = cpus()
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} x ${first.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`
}
