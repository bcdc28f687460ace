import { GatewayError, type Provider, type ProviderModel } from '../../../src/plugin-api.js'
import { embedDemo } from './embed-demo.js'
import { streamDemo } from './stream-demo.js'

export const CHAT_MODEL = 'demo-chat'
export const EMBED_MODEL = 'demo-embed'

const MODELS: readonly ProviderModel[] = [CHAT_MODEL, EMBED_MODEL].map((id) => ({ id, ownedBy: 'weir', createdAt: new Date(0) }))

/** A provider that asks nobody: its answers are derived from the request alone, and say so. */
export function createDemoProvider(name: string): Provider {
  return {
    name,
    kind: 'demo',
    complete(call) {
      return streamDemo(call, () => checkModel(call.model, CHAT_MODEL))
    },
    async embed(call) {
      call.signal.throwIfAborted()
      checkModel(call.model, EMBED_MODEL)
      return embedDemo(call.request)
    },
    listModels: async () => MODELS,
    close: async () => {},
  }
}

function checkModel(model: string, wanted: string): void {
  if (model === wanted) return
  throw new GatewayError('PROVIDER_MODEL_NOT_FOUND', `The demo provider serves ${wanted} here; it knows no other model for this.`)
}
