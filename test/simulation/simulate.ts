import type { Strategy } from '../../src/domain/route.js'
import { createHealthTracker } from '../../src/routing/health/create-health-tracker.js'
import { Callers, type Conversation } from './callers.js'
import { Measures, type Result } from './measures.js'
import { Random } from './random.js'
import { SimulatedDeployment } from './simulated-deployment.js'
import { SimulatedGateway } from './simulated-gateway.js'
import type { Traffic } from './traffic.js'
import { VirtualTime } from './virtual-time.js'
import { createWorld, type World } from './world.js'

export const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const
const CALLS = 100_000
const CALLS_PER_SECOND = 50

export interface Run extends Result {
  readonly strategy: Strategy
  readonly seed: number
  readonly world: World
  readonly traffic: Traffic
}

/** 100,000 calls under one strategy in the world of a seed: about 33 minutes of its time. */
export function simulate(strategy: Strategy, seed: number, mostCalls = CALLS): Run {
  const time = new VirtualTime()
  const world = createWorld(seed, CALLS_PER_SECOND)
  const callers = new Callers(seed, CALLS_PER_SECOND)
  const measures = new Measures()
  const { next: chance } = new Random(seed * 15_485_863 + 3)
  const health = createHealthTracker({
    now: () => time.now,
    chance,
    processes: 1,
    settings: { errorDecayMs: Number(process.env['D'] ?? 30000) },
  })
  const deployments = world.natures.map((nature, index) => new SimulatedDeployment(nature, new Random(seed * 31 + index)))
  const gateway = new SimulatedGateway({ strategy, time, chance, health, deployments, measures })
  const converse = ({ calls, pausesMs }: Conversation, turn = 0): void => {
    const call = calls[turn]
    if (!call || measures.calls >= mostCalls) return
    gateway.complete(call, () => time.after(pausesMs[turn] ?? 0, () => converse({ calls, pausesMs }, turn + 1)))
  }
  const begin = (): void => {
    if (measures.calls >= mostCalls) return
    converse(callers.next())
    time.after(callers.gapMs(time.now), begin)
  }
  begin()
  time.run()
  return { ...measures.result(), strategy, seed, world, traffic: measures.traffic }
}
