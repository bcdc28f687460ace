import { registerEnumType } from 'type-graphql'
import { CIRCUIT_STATES } from '../../domain/health.js'
import { FALLBACK_CLASSES, OBJECTIVES, STICKY_BY, STRATEGIES } from '../../domain/route.js'
import { namesOf } from '../names-of.js'

export const StrategyName = namesOf(STRATEGIES)
registerEnumType(StrategyName, {
  name: 'RouteStrategy',
  description: 'How the targets of a route are ordered for one call.',
  valuesConfig: {
    PRIORITY: { description: 'As they are written.' },
    WEIGHTED: { description: 'By chance, in proportion to their weights.' },
    ROUND_ROBIN: { description: 'In turn.' },
    LEAST_BUSY: { description: 'The one with the fewest calls under way first.' },
    LOWEST_LATENCY: { description: 'By the time to the first token, as it was measured lately.' },
    LOWEST_COST: { description: "By what this request's tokens cost, with the measured rate of prompt cache hits." },
    HEADROOM: { description: "By what is left of the providers' rate limits." },
    AFFINITY: { description: 'The same one for the same conversation, so that its prompt cache keeps hitting.' },
    CASCADE: { description: 'The first, and the next when a gate finds its answer wanting.' },
    HEDGE: { description: 'The first, and the second too when it is slow to begin.' },
    SHADOW: { description: 'The first; a share of the calls is mirrored to the others, whose answers nobody sees.' },
  },
})

export const FallbackClassName = namesOf(FALLBACK_CLASSES)
registerEnumType(FallbackClassName, {
  name: 'FallbackClass',
  description: 'The failure that a list of fallbacks is for.',
  valuesConfig: {
    ANY: { description: 'All of the others.' },
    CONTEXT_WINDOW: { description: 'The request is too long for the model.' },
    CONTENT_POLICY: { description: "The provider's filters refused it." },
    TIMEOUT: { description: 'It took too long.' },
    RATE_LIMIT: { description: 'The provider throttles, or is out of capacity.' },
    PROVIDER_ERROR: { description: 'The provider failed in another way.' },
  },
})

export const ObjectiveName = namesOf(OBJECTIVES)
registerEnumType(ObjectiveName, {
  name: 'RouteObjective',
  description: 'What the model `auto` strives for.',
  valuesConfig: {
    COST: { description: 'The cheapest for this request.' },
    LATENCY: { description: 'The one that begins to answer first.' },
    QUALITY: { description: "The best, by the operator's word where there is one." },
    BALANCED: { description: 'A bit of each.' },
  },
})

export const StickyByName = namesOf(STICKY_BY)
registerEnumType(StickyByName, {
  name: 'StickyBy',
  description: 'What always falls on the same side of a split.',
  valuesConfig: {
    END_USER: { description: 'The user that the caller names; the conversation where it names none.' },
    API_KEY: { description: 'The API key.' },
    CONVERSATION: { description: 'The conversation, by its beginning.' },
    NONE: { description: 'Nothing: each call is drawn anew.' },
  },
})

export const CircuitStateName = namesOf(CIRCUIT_STATES)
registerEnumType(CircuitStateName, {
  name: 'CircuitState',
  description: 'Whether a deployment is asked.',
  valuesConfig: {
    CLOSED: { description: 'It is.' },
    OPEN: { description: 'It is not, since it failed too often.' },
    HALF_OPEN: { description: 'A few probes are, to see whether it has recovered.' },
  },
})
