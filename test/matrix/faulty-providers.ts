import { FAULTS } from './features.js'
import { KINDS, type Kind } from './kinds.js'

const CUT = 'fault-cut-mid-stream'
/** They take the key out of use, or have it wait, and with it all models of its provider. */
const AT_THE_KEY: readonly string[] = ['fault-401', 'fault-429']

/** A provider for the faults of a client alone: what failed for one must not have it answered by an open circuit for the next. */
function faultyProvider(kind: Kind, client: string, stream: boolean, fault: string): string {
  const words = [`${kind.name}-${KINDS.indexOf(kind)}`, client.replace(' ', '-'), stream ? 'streamed' : 'buffered']
  return [...words, ...(AT_THE_KEY.includes(fault) ? [fault] : [])].join('.')
}

/** All of them, as the configuration says them. */
export function faultyProviders(origin: string, clients: readonly string[]): readonly object[] {
  const models = new Map<string, { readonly config: object; readonly models: string[] }>()
  for (const kind of KINDS)
    for (const client of clients)
      for (const stream of [false, true])
        for (const fault of [...FAULTS, CUT]) {
          const name = faultyProvider(kind, client, stream, fault)
          const entry = models.get(name) ?? { config: kind.config(origin), models: [] }
          models.set(name, { ...entry, models: [...entry.models, kind.modelOf(fault)] })
        }
  return Array.from(models, ([name, { config, models }]) => ({ name, ...config, models }))
}

/** What to ask for to meet a fault: a route where the default would be to wait until the vendor says to come again, seconds later. */
export function faultyModel(kind: Kind, client: string, stream: boolean, fault: string): string {
  return fault === 'fault-429'
    ? routeOf(kind, client, stream)
    : `${faultyProvider(kind, client, stream, fault)}/${kind.modelOf(fault)}`
}

export function faultyRoutes(clients: readonly string[]): readonly object[] {
  return KINDS.flatMap((kind) =>
    clients.flatMap((client) =>
      [false, true].map((stream) => ({
        name: routeOf(kind, client, stream),
        targets: [`${faultyProvider(kind, client, stream, 'fault-429')}/${kind.modelOf('fault-429')}`],
        retry: { attempts: 0 },
      })),
    ),
  )
}

function routeOf(kind: Kind, client: string, stream: boolean): string {
  return `limited.${faultyProvider(kind, client, stream, '')}`
}
