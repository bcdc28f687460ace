import type { LanguageModelV3FilePart } from '@ai-sdk/provider'
import { GatewayError, type MediaSource, type ProviderState } from '../../../src/plugin-api.js'
import type { PromptReceiver } from './prompt-receiver.js'
import { toPartOptions } from './state.js'

export interface FileAsked {
  /** The first half of its media type, where an address does not tell the whole. */
  readonly kind: 'image' | 'audio' | 'application'
  readonly source: MediaSource
  readonly filename?: string
  readonly providerState?: ProviderState
}

/**
 * An image, a sound or a document. By address only where the model says that it fetches such addresses: this gateway downloads nothing.
 * @throws {GatewayError} UNSUPPORTED_PARAMETER
 */
export function toFilePart(asked: FileAsked, receiver: PromptReceiver, path: string): LanguageModelV3FilePart {
  const { source, filename, providerState } = asked
  const rest = { ...(filename ? { filename } : {}), ...toPartOptions(providerState, receiver.owner) }
  if (source.type === 'base64') return { type: 'file', mediaType: source.mediaType, data: source.data, ...rest }
  if (source.type === 'url')
    return { type: 'file', mediaType: toMediaType(asked), data: toUrl(source.url, asked, receiver, path), ...rest }
  throw unsupported(path, 'Packages of the AI SDK take media as base64 or by URL, not by file id.')
}

function toMediaType({ kind, filename }: FileAsked): string {
  if (kind === 'application') return !filename || /\.pdf$/i.test(filename) ? 'application/pdf' : 'application/octet-stream'
  return `${kind}/*`
}

function toUrl(address: string, asked: FileAsked, { urls }: PromptReceiver, path: string): URL {
  const mediaType = toMediaType(asked)
  const patterns = Object.entries(urls).flatMap(([type, list]) => (covers(type, mediaType) ? list : []))
  if (URL.canParse(address) && patterns.some((pattern) => pattern.test(address))) return new URL(address)
  throw unsupported(path, 'This model does not fetch such an address by itself. Send the content as base64.')
}

function covers(type: string, mediaType: string): boolean {
  if (type === '*' || type === '*/*' || type === mediaType) return true
  const [kind, subtype] = mediaType.split('/')
  // The whole type of an image behind an address is unknown: any that the model fetches will do.
  return type === `${kind}/*` || (subtype === '*' && type.startsWith(`${kind}/`))
}

/** Content is never dropped whatever `onUnsupported` says: the answer would be to another question. */
export function unsupported(path: string, message: string): GatewayError {
  return new GatewayError('UNSUPPORTED_PARAMETER', message, { path })
}
