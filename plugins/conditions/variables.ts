import type { RouteFacts } from '../../src/plugin-api.js'

type FieldType = 'string' | 'bool' | 'int' | 'double' | 'list<string>' | 'map<string, string>'
type Fields<Section> = Readonly<Record<keyof Section, FieldType>>

/** What a condition may name, with the type by which it is checked. */
export const VARIABLES = {
  request: {
    model: 'string',
    operation: 'string',
    stream: 'bool',
    tools: 'list<string>',
    jsonSchema: 'bool',
    vision: 'bool',
    modalities: 'list<string>',
    output: 'string',
    promptTokens: 'int',
    maxOutputTokens: 'int',
    complexity: 'double',
    messages: 'int',
    reasoning: 'bool',
    endUser: 'string',
    tags: 'list<string>',
    metadata: 'map<string, string>',
    headers: 'map<string, string>',
    region: 'string',
    dataClasses: 'list<string>',
  },
  principal: {
    organization: 'string',
    key: 'string',
    name: 'string',
    team: 'string',
    application: 'string',
    role: 'string',
    tier: 'string',
    tags: 'list<string>',
    scopes: 'list<string>',
  },
} as const satisfies { readonly request: Fields<RouteFacts['request']>; readonly principal: Fields<RouteFacts['principal']> }

export const VARIABLE_NAMES: readonly string[] = ['request', 'principal', 'now']
