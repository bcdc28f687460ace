import type { CompletionRequest, Warning } from '../../../src/plugin-api.js'

export interface Think {
  readonly think?: boolean | 'low' | 'medium' | 'high'
  readonly warnings: readonly Warning[]
}

/** Only gpt-oss knows levels, and does not stop; every other model that thinks can be told to or not to: https://docs.ollama.com/capabilities/thinking */
export function toThink({ reasoning, onUnsupported }: CompletionRequest, model: string): Think {
  if (!reasoning) return { warnings: [] }
  const warn = (message: string): Warning[] =>
    onUnsupported === 'IGNORE' ? [] : [{ code: 'PARAMETER_MAPPED', message, parameter: 'reasoning.effort' }]
  const { effort } = reasoning
  if (/gpt-?oss/i.test(model)) {
    if (effort === 'none') return { think: 'low', warnings: warn('This model cannot but think: it was told to think little.') }
    return { think: LEVELS[effort ?? 'medium'], warnings: [] }
  }
  if (effort === 'none') return { think: false, warnings: [] }
  return { think: true, warnings: effort ? warn('This model thinks or does not: it was told to.') : [] }
}

const LEVELS = { minimal: 'low', low: 'low', medium: 'medium', high: 'high', xhigh: 'high' } as const
