import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** `/v1/models` is a path of three formats; a route of one of them says so as `constraints: { dialect }`. */
export type WireDialect = 'anthropic' | 'gemini'

const STRATEGY = 'dialect'
const SHARED = '/v1/models'
const GEMINI_METHOD = /(?::|%3a)[a-z]+(?:\?|$)/i

/** OpenAI's routes have no such constraint: they get what neither of the others claims. To be called before routes that use it. */
export function tellDialectsApart(app: FastifyInstance): void {
  if (app.hasConstraintStrategy(STRATEGY)) return
  app.addConstraintStrategy({
    name: STRATEGY,
    storage: createStorage,
    validate: () => true,
    deriveConstraint: (request) => dialectOf(request as IncomingMessage),
    mustMatchWhenDerived: false,
  })
}

/** Anthropic's clients always send their version; Google's name a method after a colon. */
function dialectOf({ url = '', method, headers }: Pick<IncomingMessage, 'url' | 'method' | 'headers'>): WireDialect | undefined {
  if (!url.startsWith(SHARED)) return undefined
  if (method === 'POST') return GEMINI_METHOD.test(url) ? 'gemini' : undefined
  return headers['anthropic-version'] === undefined ? undefined : 'anthropic'
}

function createStorage<Handler>() {
  const handlers = new Map<unknown, Handler>()
  return {
    get: (key: unknown) => handlers.get(key) ?? null,
    set: (key: unknown, handler: Handler) => {
      handlers.set(key, handler)
    },
  }
}
