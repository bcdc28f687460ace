import type { ProviderPlugin, Vendor } from '../../../src/plugin-api.js'
import { createBedrock } from './create-bedrock.js'

const vendor: Vendor = {
  kind: 'bedrock',
  displayName: 'Amazon Bedrock',
  ownCredentials: true,
  documentation: 'https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference.html',
}

export const plugin: ProviderPlugin = {
  vendors: [vendor],
  createProvider: (_, options) => createBedrock(options),
}
