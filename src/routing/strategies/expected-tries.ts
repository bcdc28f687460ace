import type { DeploymentHealth } from '../../domain/health.js'

/** An error rate of 1 would say never; the circuit opens long before. */
const MOST_ERRORS = 0.9

/** How many attempts one answer takes at a target that fails as often as it does now. */
export function expectedTries({ errorRate }: DeploymentHealth): number {
  return 1 / (1 - Math.min(errorRate, MOST_ERRORS))
}
