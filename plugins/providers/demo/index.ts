import type { ProviderPlugin, Vendor } from '../../../src/plugin-api.js'
import { createDemoProvider } from './create-demo-provider.js'

/** `local`: nothing leaves the process. */
export interface DemoVendor extends Vendor {
  readonly local: true
}

const demo: DemoVendor = {
  kind: 'demo',
  displayName: 'Weir demo',
  keyless: true,
  local: true,
  documentation: 'plugins/providers/demo/README.md',
}

export const plugin: ProviderPlugin = {
  vendors: [demo],
  createProvider: (_, options) => createDemoProvider(options.name),
}
