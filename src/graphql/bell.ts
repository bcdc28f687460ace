/** Lets one reader wait for news, for a time, or for the caller's leaving, whichever comes first. News that nobody waited for are kept. */
export class Bell {
  private rung = false
  private wake: (() => void) | null = null

  ring(): void {
    this.rung = true
    this.wake?.()
  }

  /** Whether there are news; false when the time passed or the caller has gone. */
  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!this.rung && !signal.aborted) await this.sleep(ms, signal)
    const { rung } = this
    this.rung = false
    return rung
  }

  private sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', finish)
        this.wake = null
        resolve()
      }
      const timer = setTimeout(finish, ms)
      signal.addEventListener('abort', finish, { once: true })
      this.wake = finish
    })
  }
}
