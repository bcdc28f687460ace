import type { Json } from '../../domain/json.js'
import { isObject, readOpaqueObject } from '../read-json.js'

/**
 * The format knows arguments as an object only. What is no JSON object is wrapped as Anthropic advises for incomplete input, and taken out
 * of it again. Source: https://docs.claude.com/en/docs/agents-and-tools/tool-use/fine-grained-tool-streaming
 */
const INVALID = 'INVALID_JSON'

export function toToolInput(text: string): object {
  if (text === '') return {}
  try {
    const input: unknown = JSON.parse(text)
    if (isObject(input)) return input
  } catch {
    // Wrapped below.
  }
  return { [INVALID]: text }
}

export function fromToolInput(value: Json | undefined, path: string): string {
  const input = readOpaqueObject(value, path)
  const invalid = input[INVALID]
  return typeof invalid === 'string' && Object.keys(input).length === 1 ? invalid : JSON.stringify(input)
}
