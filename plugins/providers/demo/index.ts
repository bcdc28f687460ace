import { INPUT_BUCKETS, OUTPUT_BUCKETS, type Price, type ProviderPlugin, type Vendor } from '../../../src/plugin-api.js'
import { createDemoProvider } from './create-demo-provider.js'

/** `local`: nothing leaves the process. */
export interface DemoVendor extends Vendor {
  readonly local: true
}

/** Nothing is bought, and that is known: the price is zero, not unknown. */
const free: Price = {
  version: 'demo',
  rates: {
    input: Object.fromEntries(INPUT_BUCKETS.map((bucket) => [bucket, 0n])),
    output: Object.fromEntries(OUTPUT_BUCKETS.map((bucket) => [bucket, 0n])),
  },
}

const demo: DemoVendor = {
  kind: 'demo',
  displayName: 'Weir demo',
  keyless: true,
  local: true,
  price: free,
  documentation: 'plugins/providers/demo/README.md',
}

export const plugin: ProviderPlugin = {
  vendors: [demo],
  createProvider: (_, options) => createDemoProvider(options.name),
}
