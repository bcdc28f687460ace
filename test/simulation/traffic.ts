const WINDOW_MS = 2_000

interface Window {
  total: number
  readonly byDeployment: Map<string, { attempts: number; share: number }>
}

/** A deployment's part of the attempts in a window of two seconds: about a hundred. */
export interface Part {
  readonly from: number
  readonly part: number
  readonly total: number
  /** The largest share of its traffic that the health tracker let it have in it: below 1 while it recovers. */
  readonly share: number
}

/** Which deployment got how much of the traffic, and when. */
export class Traffic {
  readonly #windows: Window[] = []

  add(deployment: string, now: number, share: number): void {
    const index = Math.floor(now / WINDOW_MS)
    while (this.#windows.length <= index) this.#windows.push({ total: 0, byDeployment: new Map() })
    const { byDeployment } = this.#windows[index]!
    this.#windows[index]!.total++
    const own = byDeployment.get(deployment)
    byDeployment.set(deployment, { attempts: (own?.attempts ?? 0) + 1, share: Math.max(own?.share ?? 0, share) })
  }

  /** The windows in which it was asked at all. */
  partsOf(deployment: string): Part[] {
    return this.#windows.flatMap(({ total, byDeployment }, index) => {
      const own = byDeployment.get(deployment)
      return own && total >= LEAST_ATTEMPTS
        ? [{ from: index * WINDOW_MS, part: own.attempts / total, total, share: own.share }]
        : []
    })
  }
}

/** Below it a window is one of the first or the last of a run, and says nothing. */
const LEAST_ATTEMPTS = 30
