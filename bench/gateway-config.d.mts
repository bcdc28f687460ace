interface DeclaredRoute {
  readonly name: string
  readonly targets: readonly (string | { readonly model: string; readonly weight: number })[]
  readonly rules?: readonly object[]
  readonly splits?: readonly object[]
  readonly fallbacks?: readonly object[]
}
export interface GatewayConfig {
  readonly providers: readonly { readonly name: string }[]
  readonly prices: Readonly<Record<string, object>>
  readonly deployments?: readonly { readonly name: string }[]
  readonly routes: readonly DeclaredRoute[]
}
export function createGatewayConfig(options: { readonly root: string; readonly upstreamUrl: string }): GatewayConfig
export function describeConfig(config: GatewayConfig): string
