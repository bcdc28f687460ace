import { createFullRouting, createModelNames, createPlainRouting, hasDeployments } from './routing-config.mjs'
import { SCENARIOS } from './scenarios.mjs'

const PRICE = { input: '1.25', cacheRead: '0.125', output: '10' }
const PROVIDERS = ['mock', 'spare']

/**
 * Everything on that costs: keys, prices, the journal, bodies, routes and deployments as far as the build in `root` has them. The same
 * whatever scenarios are chosen. JSON is YAML.
 */
export function createGatewayConfig({ root, upstreamUrl }) {
  const routeModels = namesOf(SCENARIOS.filter(({ byRoute }) => byRoute))
  const modelNames = createModelNames(namesOf(SCENARIOS))
  const routing = hasDeployments(root) ? createFullRouting({ modelNames, routeModels }) : createPlainRouting({ routeModels })
  return {
    providers: PROVIDERS.map((name) => ({
      name,
      kind: 'openai-compatible',
      baseUrl: `${upstreamUrl}/v1`,
      apiKey: 'bench-upstream-key',
    })),
    records: { bodies: 'ON' },
    prices: Object.fromEntries(PROVIDERS.flatMap((provider) => modelNames.map((name) => [`${provider}/${name}`, PRICE]))),
    ...routing,
  }
}

const namesOf = (scenarios) => [...new Set(scenarios.map(({ modelName }) => modelName))]

/** What differs between builds, in a line for the report. */
export function describeConfig({ providers, deployments = [], routes }) {
  return `${providers.length} providers, ${deployments.length} deployments, ${routes.length} routes: ${routes.map(describeRoute).join('; ')}`
}

function describeRoute({ name, strategy, targets, rules = [], splits = [], fallbacks = [], ...more }) {
  if (!strategy) return `${name} (a list of ${targets.length} targets)`
  const counted = Object.entries({ targets, rules, splits, fallbacks }).filter(([, list]) => list.length > 0)
  const parts = [
    ...counted.map(([part, list]) => `${list.length} ${list.length === 1 ? part.slice(0, -1) : part}`),
    ...Object.keys(more),
  ]
  return `${name} (${strategy}, ${parts.join(', ')})`
}
