import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toModelName } from './mock-model.mjs'

/** Models beside those of the scenarios, so that there are ten; nobody asks for them. */
const MODELS = 10
const DEPLOYMENTS_OF_A_MODEL = 5
const REGIONS = ['eu', 'us']
/** Far above any load of ours, so that they are counted and never reached. */
const LIMITS = { maxConcurrent: 10_000, requestsPerMinute: 60_000_000 }
const WEIGHTS = [5, 4, 3, 2, 1]

/** Whether a build can declare deployments, and routes that are more than a list; else it gets the lists. */
export function hasDeployments(root) {
  return existsSync(join(root, 'src/domain/deployment.ts'))
}

/** What clients ask for who ask for a route. Without `bench`, by which the mock finds the name of a model in a request. */
export function routeOf(modelName) {
  return modelName.replace('bench', 'spread')
}

export function createModelNames(scenarioModels) {
  const others = Array.from({ length: MODELS - scenarioModels.length }, (_, index) => toModelName({ tokens: 10 + index }))
  return [...scenarioModels, ...others]
}

/** For a build without deployments: the same names of routes, each a list of the same model at two providers. */
export function createPlainRouting({ routeModels }) {
  return { routes: routeModels.map((name) => ({ name: routeOf(name), targets: [`mock/${name}`, `spare/${name}`] })) }
}

/** Fifty deployments of ten models, five each, and ten routes over them, of which the load asks for `routeModels`. */
export function createFullRouting({ modelNames, routeModels }) {
  const spread = routeModels.map(createSpreadRoute)
  const others = OTHER_ROUTES.map((toRoute, index) => createOtherRoute(toRoute, deploymentsOf(modelNames[index])))
  return { deployments: modelNames.flatMap(createDeployments), routes: [...spread, ...others] }
}

/** Calls for a model by its own name go to the other provider: what choosing among deployments costs shows where a route is asked for. */
const DECLARED_AT = 'spare'

function createDeployments(modelName) {
  return deploymentsOf(modelName).map((name, index) => ({
    name,
    provider: DECLARED_AT,
    model: modelName,
    region: REGIONS[index % REGIONS.length],
    limits: LIMITS,
  }))
}

function deploymentsOf(modelName) {
  const name = modelName.replace('bench', 'at')
  return Array.from({ length: DEPLOYMENTS_OF_A_MODEL }, (_, index) => `${name}-${index + 1}`)
}

/** No request of ours has tools: the rule is asked and does not hold. A tenth of the prompts is in the split. Nothing fails. */
function createSpreadRoute(modelName) {
  const names = deploymentsOf(modelName)
  return {
    name: routeOf(modelName),
    strategy: 'WEIGHTED',
    targets: names.map((model, index) => ({ model, weight: WEIGHTS[index] })),
    rules: [{ name: 'tools', when: 'request.tools.size() > 0', targets: names.slice(0, 1) }],
    splits: [{ name: 'canary', percent: 10, targets: names.slice(1, 2) }],
    fallbacks: [{ on: ['ANY'], models: [`mock/${modelName}`] }],
  }
}

function createOtherRoute(toRoute, deployments) {
  return { ...toRoute(deployments), targets: deployments }
}

/** Beside those that are asked: one for each strategy but those that ask twice, and one of those. */
const OTHER_ROUTES = [
  () => ({ name: 'in-order', strategy: 'PRIORITY', retry: { attempts: 2 }, timeouts: { firstTokenMs: 2000, totalMs: 60_000 } }),
  ([first]) => ({ name: 'in-turn', strategy: 'ROUND_ROBIN', rules: [{ when: "principal.tier == 'free'", targets: [first] }] }),
  () => ({ name: 'quick', strategy: 'LOWEST_LATENCY', match: 'request.promptTokens < 100000' }),
  ([first]) => ({
    name: 'calm',
    strategy: 'LEAST_BUSY',
    splits: [{ header: { name: 'x-cohort', value: 'b' }, targets: [first] }],
  }),
  () => ({ name: 'cheap', strategy: 'LOWEST_COST', dataPolicy: { regions: ['eu'] } }),
  () => ({ name: 'roomy', strategy: 'HEADROOM' }),
  () => ({ name: 'kept', strategy: 'AFFINITY', stickyBy: 'CONVERSATION' }),
  () => ({ name: 'hedged', strategy: 'HEDGE', hedge: { afterMs: 500 } }),
]
