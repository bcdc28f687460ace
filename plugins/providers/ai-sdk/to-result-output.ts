import type { LanguageModelV3ToolResultOutput } from '@ai-sdk/provider'
import type { ImagePart, ToolResultPart } from '../../../src/plugin-api.js'
import type { PromptReceiver } from './prompt-receiver.js'
import { unsupported } from './to-file-part.js'

type Output = LanguageModelV3ToolResultOutput
type Content = Extract<Output, { type: 'content' }>['value'][number]

/** What a tool said: text, or a list of texts and images. @throws {GatewayError} UNSUPPORTED_PARAMETER */
export function toResultOutput({ parts, isError }: ToolResultPart, receiver: PromptReceiver, path: string): Output {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  if (texts.length === parts.length) return { type: isError ? 'error-text' : 'text', value: texts.join('\n') }
  return {
    type: 'content',
    value: parts.map(
      (part): Content => (part.type === 'text' ? { type: 'text', text: part.text } : toImage(part, receiver, path)),
    ),
  }
}

function toImage({ source }: ImagePart, { version }: PromptReceiver, path: string): Content {
  if (source.type === 'base64') {
    const { mediaType, data } = source
    // V2 has one word for all media.
    const type = (version === 'v2' ? 'media' : 'image-data') as 'image-data'
    return { type, mediaType, data }
  }
  if (source.type === 'url' && version === 'v3') return { type: 'image-url', url: source.url }
  throw unsupported(path, 'This package takes the images of a tool as base64 only.')
}
