import { toModelName } from './mock-model.mjs'

const REST = { kind: 'rest', yardstick: { kind: 'rest', part: 'proxy' }, unit: 'request', goal: { worker: 2.5, all: 4 } }
const GRAPHQL = { kind: 'graphql', yardstick: { kind: 'rest', part: 'proxy' }, unit: 'request', goal: { worker: 4, all: 5.5 } }
const STREAM = { kind: 'rest-stream', yardstick: { kind: 'rest-stream', part: 'proxy' }, unit: 'token', goal: { worker: 3 } }
const SUBSCRIPTION = {
  kind: 'subscription',
  yardstick: { kind: 'raw-websocket', part: 'websocket' },
  unit: 'token',
  goal: { worker: 4 },
}

/** `before`: what a build is asked by instead that does not have the door yet. */
const buffered = (kind) => ({ ...REST, kind, before: 'rest' })
const streamed = (kind) => ({ ...STREAM, kind, before: 'rest-stream' })

const OFTEN = { concurrency: 16, slices: 12, probe: { requests: 60, ratePerSecond: 100 } }

/** Prompt and answer of the size named: about 6 bytes a token. */
const ONE_KB = { bodyBytes: 1000, model: { tokens: 170 }, requests: 3000, warmUp: 6000, ...OFTEN }
const TWENTY_KB = { bodyBytes: 20_000, model: { tokens: 3400 }, requests: 1800, warmUp: 3000, ...OFTEN }
const SATURATED = {
  bodyBytes: 1000,
  model: { tokens: 256 },
  requests: 192,
  concurrency: 8,
  slices: 12,
  warmUp: 256,
  probe: { requests: 15, ratePerSecond: 30 },
}
/** Starts are 1/170 s apart, so that the streams' tokens do not all fall on the same moment of their 20 ms. */
const PACED = {
  bodyBytes: 1000,
  model: { tokens: 100, pauseMs: 20 },
  requests: 96,
  concurrency: 48,
  ratePerSecond: 170,
  slices: 2,
  warmUp: 96,
}

/**
 * `requests` at `concurrency`, in so many slices, measure the cost; `probe`, four times, measures the latency at a rate far below what
 * either side can do. A paced load is such a rate by itself. `warmUp` comes before: a fresh proxy's request costs eight times what its
 * five-thousandth does. `byRoute`: a gateway is asked for a route by name, not for the model. A goal is a multiple of the yardstick's processor time, of the worker alone and of all processes together.
 */
export const SCENARIOS = [
  { name: 'rest-1k', title: 'REST, buffered, 1 kB', ...REST, ...ONE_KB },
  { name: 'rest-20k', title: 'REST, buffered, 20 kB', ...REST, ...TWENTY_KB },
  { name: 'graphql-1k', title: 'GraphQL mutation, 1 kB', ...GRAPHQL, ...ONE_KB },
  { name: 'graphql-20k', title: 'GraphQL mutation, 20 kB', ...GRAPHQL, ...TWENTY_KB },
  { name: 'stream-saturated', title: 'REST stream, saturated', ...STREAM, ...SATURATED },
  { name: 'stream-paced', title: 'REST stream, paced', ...STREAM, ...PACED },
  { name: 'subscription-saturated', title: 'Subscription, saturated', ...SUBSCRIPTION, ...SATURATED },
  { name: 'subscription-paced', title: 'Subscription, paced', ...SUBSCRIPTION, ...PACED },
  { name: 'anthropic-1k', title: 'Anthropic, buffered, 1 kB', ...buffered('anthropic'), ...ONE_KB },
  { name: 'anthropic-stream', title: 'Anthropic stream, saturated', ...streamed('anthropic-stream'), ...SATURATED },
  { name: 'gemini-1k', title: 'Gemini, buffered, 1 kB', ...buffered('gemini'), ...ONE_KB },
  { name: 'gemini-stream', title: 'Gemini stream, saturated', ...streamed('gemini-stream'), ...SATURATED },
  { name: 'route-1k', title: 'Route, REST, buffered, 1 kB', ...REST, ...ONE_KB, byRoute: true },
  { name: 'route-stream', title: 'Route, REST stream, saturated', ...STREAM, ...SATURATED, byRoute: true },
].map((scenario) => ({ ...scenario, modelName: toModelName(scenario.model) }))

/** A quarter of the load: enough to see a regression of half, not one of a tenth. */
export function shrink(scenario) {
  return { ...scenario, requests: Math.ceil(scenario.requests / 4), slices: Math.ceil(scenario.slices / 4) }
}

export function selectScenarios(names) {
  const chosen = names.length === 0 ? SCENARIOS : SCENARIOS.filter(({ name }) => names.some((wanted) => name.includes(wanted)))
  if (chosen.length === 0)
    throw new Error(`No scenario is named like ${names.join(', ')}. There are: ${SCENARIOS.map((s) => s.name).join(', ')}.`)
  return chosen
}
