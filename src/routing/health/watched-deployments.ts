import type { Deployment } from '../../domain/deployment.js'
import type { DeploymentHealth, HealthChange } from '../../domain/health.js'
import { type Watch, WatchedDeployment } from './watched-deployment.js'

export interface WatchedHealth {
  readonly deployment: string
  readonly health: DeploymentHealth
}

/** Those that are watched, by id: one incarnation of each. */
export class WatchedDeployments {
  readonly #watch: Watch
  readonly #all = new Map<string, WatchedDeployment>()

  constructor(watch: Watch) {
    this.#watch = watch
  }

  find({ id, incarnation }: Deployment): WatchedDeployment | undefined {
    const known = this.#all.get(id)
    return known?.incarnation === incarnation ? known : undefined
  }

  get(deployment: Deployment): WatchedDeployment {
    const known = this.#all.get(deployment.id)
    if (known?.incarnation === deployment.incarnation) return known
    if (known) this.#forgetKeys(deployment)
    return this.#add(deployment)
  }

  /** Of another incarnation than ours: one of the two processes has yet to follow the configuration. */
  apply(change: HealthChange, standing: boolean): void {
    const known = this.#all.get(change.deployment)
    if (known && known.incarnation !== change.incarnation) return
    const { cooledKeys, now } = this.#watch
    if (change.cooledKey !== undefined) return cooledKeys.coolFor(change.cooledKey, now(), change.coolForMs ?? 0, standing)
    if (!known && change.circuit === 'CLOSED' && change.coolForMs === null) return
    const watched = known ?? this.#add({ id: change.deployment, incarnation: change.incarnation })
    watched.apply(change, standing)
  }

  retain(deployments: Iterable<Deployment>): void {
    const declared = new Map<string, Deployment>()
    for (const deployment of deployments) declared.set(deployment.id, deployment)
    for (const watched of this.#all.values()) {
      const deployment = declared.get(watched.id)
      const changed = deployment !== undefined && deployment.incarnation !== watched.incarnation
      if (changed) this.#forgetKeys(deployment)
      if (changed || (!deployment && watched.declared)) this.#all.delete(watched.id)
      watched.declared = deployment !== undefined
    }
  }

  *healthAt(now: number): Generator<WatchedHealth> {
    for (const watched of this.#all.values()) yield { deployment: watched.id, health: watched.healthAt(now) }
  }

  standing(now: number): readonly HealthChange[] {
    return [...this.#all.values()].flatMap((watched) => watched.standing(now))
  }

  #add(named: Pick<Deployment, 'id' | 'incarnation'>): WatchedDeployment {
    if (this.#all.size >= this.#watch.settings.maxDeployments) this.#makeRoom()
    const watched = new WatchedDeployment(this.#watch, named)
    this.#all.set(named.id, watched)
    return watched
  }

  /** Other keys may have the names of those before. */
  #forgetKeys({ keys }: Deployment): void {
    for (const { id } of keys) this.#watch.cooledKeys.forget(id)
  }

  /** Forgets a tenth at once, those first that nobody declared and that were watched first. What runs finds its own way back. */
  #makeRoom(): void {
    const undeclared = [...this.#all.values()].filter(({ inFlight, declared }) => inFlight === 0 && !declared)
    const leaving = undeclared.length > 0 ? undeclared : [...this.#all.values()]
    for (const { id } of leaving.slice(0, Math.ceil(this.#watch.settings.maxDeployments / 10))) this.#all.delete(id)
  }
}
