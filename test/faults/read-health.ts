import type { RunningWeir } from '../support/start-weir.js'

export interface TargetHealth {
  readonly deployment: string
  readonly circuit: string
  readonly coolingForMs: number | null
}

const ROUTE_HEALTH = `subscription ($route: String) {
  routeHealth(route: $route) { targets { deployment circuit coolingForMs } }
}`

/** The first event of the subscription, which says how it stands now. */
export async function readHealth(weir: RunningWeir, route: string): Promise<readonly TargetHealth[]> {
  const response = await fetch(`${weir.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${weir.adminKey}` },
    body: JSON.stringify({ query: ROUTE_HEALTH, variables: { route } }),
    signal: AbortSignal.timeout(10_000),
  })
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  for (let text = ''; ; ) {
    const read = await reader.read()
    if (!read.value) throw new Error(`It ended without an event: ${text}`)
    text += decoder.decode(read.value, { stream: true })
    const event = /^data: *(\{.*\})$/m.exec(text)?.[1]
    if (event === undefined) continue
    await reader.cancel()
    const { data, errors } = JSON.parse(event)
    if (!data) throw new Error(JSON.stringify(errors))
    return data.routeHealth.targets
  }
}
