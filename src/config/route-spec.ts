import { FALLBACK_CLASSES, STICKY_BY, STRATEGIES } from '../domain/route.js'
import { boolean, integer, list, lowerCase, number, section, shorthand, text, word } from './fields.js'
import { aliases, dataClass, milliseconds, modelId, name, region, timeouts, weight } from './names.js'

const MINUTE_MS = 60_000
const MOST_TARGETS = 32

const condition = text('a condition of 1 to 2000 characters', /^[\s\S]{1,2000}$/)
const label = text('a name of at most 64 characters', /^[^\n]{1,64}$/)
const strategy = word(...STRATEGIES)
const percent = number(0, 100)

const target = shorthand(
  modelId,
  'model',
  section({
    model: modelId.describe('A model, or one of its deployments by name.'),
    weight: weight.optional().describe('Its share under WEIGHTED; 1 when absent.'),
  }),
)
const targets = list(target, { of: 'models', min: 1, max: MOST_TARGETS })

const rule = section({
  name: label.optional(),
  when: condition.describe('A condition (CEL).'),
  targets,
  strategy: strategy.optional().describe('Absent: the route’s.'),
})

const split = section({
  name: label.optional(),
  percent: percent.optional().describe('Share of the calls, from 0 to 100.'),
  header: section({
    name: lowerCase('the name of a header', /^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/),
    value: text('a text of 1 to 200 characters', /^[^\n]{1,200}$/),
  }).optional(),
  when: condition.optional().describe('A segment: a condition (CEL).'),
  targets,
  strategy: strategy.optional().describe('Absent: the route’s.'),
})

const fallback = section({
  on: list(word(...FALLBACK_CLASSES), { of: 'classes of failures', min: 1, max: FALLBACK_CLASSES.length })
    .default(['ANY'])
    .describe('Which failures it is for.'),
  models: list(modelId, { of: 'models', min: 1, max: MOST_TARGETS }),
})

export const dataPolicy = section({
  regions: list(region, { of: 'regions', min: 1, max: 100 }).optional().describe('The only ones that data may go to.'),
  zeroRetention: boolean().optional().describe('Only deployments that keep nothing.'),
  excludedProviders: list(name, { of: 'providers', max: 1000 }).optional(),
  sensitive: list(section({ dataClass, excludedProviders: list(name, { of: 'providers', min: 1, max: 1000 }) }), {
    of: 'classes of data',
    max: 100,
  })
    .optional()
    .describe('Providers that a class of data must not reach.'),
})

const cascade = section({
  schema: boolean().optional().describe('Escalate an answer that breaks its JSON schema; true when absent.'),
  refusal: boolean().optional().describe('Escalate a refusal; true when absent.'),
  minLogprob: number(-100, 0).optional().describe('Escalate below this mean log probability.'),
  judge: section({
    model: modelId.describe('Is asked whether the answer will do.'),
    prompt: text('a text of 1 to 10000 characters', /^[\s\S]{1,10000}$/).optional(),
    minScore: number(0, 1).optional(),
  }).optional(),
})

export const routeSpec = section({
  name: name.describe('What clients ask for as model.'),
  aliases: aliases.optional(),
  description: text('a text of at most 1000 characters', /^[\s\S]{1,1000}$/).optional(),
  strategy: strategy.optional().describe('How the targets are ordered for a call; PRIORITY when absent.'),
  match: condition.optional().describe('A condition (CEL) that a request must meet.'),
  targets: targets.describe('Models, or { model, weight }, in order of preference.'),
  rules: list(rule, { of: 'rules', max: 100 }).optional().describe('The first that holds decides.'),
  splits: list(split, { of: 'splits', max: 100 })
    .refine((splits) => splits.reduce((sum, split) => sum + (split.percent ?? 0), 0) <= 100, {
      error: 'percentages that add up to at most 100',
    })
    .refine((splits) => splits.every(({ percent, header, when }) => percent ?? header ?? when), {
      error: 'a percent, a header or a condition (when) for each split',
    })
    .optional()
    .describe('Parts of the calls that no rule took.'),
  stickyBy: word(...STICKY_BY)
    .optional()
    .describe('What always falls on the same side of a split.'),
  fallbacks: list(fallback, { of: 'fallbacks', max: FALLBACK_CLASSES.length }).optional(),
  retry: section({
    attempts: integer(0, 10).optional().describe('How often the targets are tried again when all have failed.'),
    baseMs: integer(1, MINUTE_MS).optional().describe('The longest first wait.'),
    maxMs: integer(1, 10 * MINUTE_MS)
      .optional()
      .describe('The longest wait of all.'),
  }).optional(),
  timeouts: timeouts.optional().describe('These win over those of a provider.'),
  dataPolicy: dataPolicy.optional().describe('Where the data of its calls may go.'),
  continue: boolean().optional().describe('Go on with a broken stream at another target.'),
  hedge: section({ afterMs: milliseconds.describe('When the second target is asked.') }).optional(),
  cascade: cascade.optional().describe('When the answer of a cheap model is not good enough.'),
  shadow: section({ percent: percent.describe('Share of the calls that are mirrored.') }).optional(),
  cachePolicy: name.optional(),
  guardPolicies: list(name, { of: 'policies', max: 100 }).optional(),
})
