/** What must be gone at the end, last made first undone: also after an error, Ctrl-C or SIGTERM. */
export class Cleanup {
  #undo = []
  #running

  /** Keeps whatever has a `stop`, from before it has started: a signal in between waits for the start and then stops it. */
  async keep(starting) {
    this.add(() =>
      starting.then(
        (started) => started.stop(),
        () => undefined,
      ),
    )
    return starting
  }

  add(undo) {
    this.#undo.push(undo)
  }

  run() {
    this.#running ??= this.#runAll()
    return this.#running
  }

  async #runAll() {
    for (const undo of this.#undo.reverse()) {
      await Promise.resolve()
        .then(undo)
        .catch((error) => console.error(`Left behind: ${error.message}`))
    }
  }

  onSignals() {
    const codes = { SIGINT: 130, SIGTERM: 143 }
    for (const [signal, code] of Object.entries(codes)) process.once(signal, () => this.run().finally(() => process.exit(code)))
  }
}
