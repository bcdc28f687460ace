import type { Snapshot } from '../domain/snapshot.js'

/** The snapshot that a call began with, until the call ends. */
export interface SnapshotLease {
  readonly snapshot: Snapshot
  end(): void
}

/** One snapshot in force, and those before it that calls still hold: what only they use is let go when the last of them ends. */
export class SnapshotLeases {
  #current: Held

  constructor(snapshot: Snapshot) {
    this.#current = new Held(snapshot)
  }

  get current(): Snapshot {
    return this.#current.snapshot
  }

  begin(): SnapshotLease {
    const held = this.#current
    held.users++
    return held
  }

  /** `onLeft` is called once no call holds the snapshot before any more. */
  swap(snapshot: Snapshot, onLeft: () => void): void {
    const before = this.#current
    this.#current = new Held(snapshot)
    before.retire(onLeft)
  }
}

class Held implements SnapshotLease {
  readonly snapshot: Snapshot
  users = 0
  #onLeft: (() => void) | undefined

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot
  }

  end(): void {
    this.users--
    this.#leave()
  }

  retire(onLeft: () => void): void {
    this.#onLeft = onLeft
    this.#leave()
  }

  #leave(): void {
    if (this.users > 0 || !this.#onLeft) return
    const onLeft = this.#onLeft
    this.#onLeft = undefined
    onLeft()
  }
}
