import { stringify } from 'yaml'
import type { ConfigContent, ConfigSpecs, ModelSpec, PriceSpec } from '../domain/control-plane.js'
import type { RouteSpec, RouteTarget } from '../domain/route.js'
import { configFile } from './config-file.js'
import { section } from './fields.js'
import type { Tree } from './interpolate.js'
import { parseYaml } from './parse-yaml.js'
import { invalid, type ParsedSpec, parseSpec, withoutNulls } from './specs.js'
import { toProblems, valueAt } from './to-problems.js'
import { repeatedNames } from './validate-file.js'

/** What of a configuration file can be declared by the API too. */
const { providers, deployments, models, prices, routes } = configFile.shape
export const DECLARATIONS = { providers, deployments, models, prices, routes }
const declarations = section(DECLARATIONS)

const MOST_CHARACTERS = 4 * 1024 * 1024

export type ParsedDeclarations = { readonly [Kind in keyof ConfigSpecs]: readonly ParsedSpec<Kind>[] }

/**
 * What a configuration file declares. Its other sections are the gateway's own and left alone. Variables are not replaced here: that would show
 * this process's to whoever may send a file.
 * @throws {GatewayError} INVALID_REQUEST naming every problem
 */
export function parseDeclarations(yaml: string): ParsedDeclarations {
  if (yaml.length > MOST_CHARACTERS)
    throw invalid([{ path: 'the file', message: `it has more than ${MOST_CHARACTERS} characters` }])
  const { tree, problems } = parseYaml(yaml)
  if (problems.length > 0) throw invalid(problems)
  const declared = pickDeclarations(withoutNulls(tree))
  checkReplaced(declared)
  const parsed = declarations.safeParse(declared)
  const repeated = ['providers', 'deployments', 'routes'].flatMap((list) => repeatedNames(declared, list))
  if (!parsed.success) throw invalid([...parsed.error.issues.flatMap((issue) => toProblems(issue, declared)), ...repeated])
  if (repeated.length > 0) throw invalid(repeated)
  const { data } = parsed
  return {
    PROVIDER: data.providers.map((provider) => parseSpec('PROVIDER', provider)),
    DEPLOYMENT: data.deployments.map((deployment) => parseSpec('DEPLOYMENT', deployment)),
    MODEL: toModels(data.models, data.prices).map((model) => parseSpec('MODEL', { ...model })),
    ROUTE: data.routes.map((route) => parseSpec('ROUTE', route)),
  }
}

/** A reference that nobody replaced would be kept as if it were the key itself. */
function checkReplaced(declared: Tree): void {
  const items = [valueAt(declared, ['providers']), valueAt(declared, ['deployments'])].flat()
  for (const item of items) {
    const keys = [valueAt(item, ['apiKey']), valueAt(item, ['apiKeys'])].flat()
    if (!keys.some((key) => typeof key === 'string' && /^\$\{[^}]*\}$/.test(key))) continue
    const message = 'a variable is replaced where `weir config apply` runs, never here; send the key itself, or use that command'
    throw invalid([{ path: `the apiKey of ${String(valueAt(item, ['name']))}`, message }])
  }
}

/**
 * The declarations among the sections of a file.
 * @throws {GatewayError} INVALID_REQUEST for a section that no configuration file has
 */
export function pickDeclarations(tree: Tree): Tree {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return tree ?? {}
  const unknown = Object.fromEntries(Object.entries(tree).filter(([key]) => !(key in configFile.shape)))
  const checked = section(configFile.shape).safeParse(unknown)
  const issues = checked.error?.issues.filter(({ code }) => code === 'unrecognized_keys') ?? []
  if (issues.length > 0) throw invalid(issues.flatMap((issue) => toProblems(issue, tree)))
  return Object.fromEntries(Object.entries(tree).filter(([key, value]) => key in DECLARATIONS && value !== null))
}

/** A model's facts and its price stand apart in a file. */
export function toModels(
  facts: Readonly<Record<string, Omit<ModelSpec, 'id' | 'price'>>>,
  pricesById: Readonly<Record<string, PriceSpec>>,
): readonly ModelSpec[] {
  const ids = new Set([...Object.keys(facts), ...Object.keys(pricesById)])
  return [...ids].map((id) => ({ id, ...facts[id], ...(pricesById[id] && { price: pricesById[id] }) }))
}

/** What is declared by the API, as a configuration file. Credentials stay where they are. */
export function writeDeclarations(content: ConfigContent): string {
  const specs = <Kind extends keyof ConfigSpecs>(kind: Kind) =>
    Object.values(content[kind])
      .map(({ spec }) => spec as ConfigSpecs[Kind])
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  const models = specs('MODEL')
  const file = {
    providers: specs('PROVIDER').map(withoutKeys),
    deployments: specs('DEPLOYMENT').map(withoutKeys),
    models: byId(models, ({ id: _, price, ...facts }) => (price && Object.keys(facts).length === 0 ? undefined : facts)),
    prices: byId(models, ({ price }) => price),
    routes: specs('ROUTE').map(toWritten),
  }
  const said = Object.entries(file).filter(([, part]) => Object.keys(part).length > 0)
  return `${HEAD}${said.length > 0 ? stringify(Object.fromEntries(said), { lineWidth: 0, aliasDuplicateObjects: false }) : '{}\n'}`
}

const HEAD =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so a configuration file names a variable
  '# What is declared by the API. The credentials of providers stay in the gateway; name one (apiKey: ${VARIABLE}) to replace it.\n'

function withoutKeys<Spec extends { readonly keys?: unknown }>({ keys: _, ...spec }: Spec): Omit<Spec, 'keys'> {
  return spec
}

function byId(models: readonly ModelSpec[], partOf: (model: ModelSpec) => object | undefined): Record<string, object> {
  return Object.fromEntries(
    models.flatMap((model) => {
      const part = partOf(model)
      return part ? [[model.id, part]] : []
    }),
  )
}

function toWritten(route: RouteSpec) {
  const { targets, rules, splits } = route
  return {
    ...route,
    targets: targets.map(toWord),
    ...(rules && { rules: rules.map((rule) => ({ ...rule, targets: rule.targets.map(toWord) })) }),
    ...(splits && { splits: splits.map((split) => ({ ...split, targets: split.targets.map(toWord) })) }),
  }
}

function toWord({ model, weight }: RouteTarget): string | RouteTarget {
  return weight === undefined ? model : { model, weight }
}
