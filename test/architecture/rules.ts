/** Every folder with the folders of ours that it may import. A file directly in src/ counts as a folder of its name. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/main': ['src/config', 'src/domain', 'src/gateway', 'src/processes', 'src/telemetry', 'plugins/embedded-mongodb'],
  'src/cli': ['src/config', 'src/domain'],
  'src/gateway': [
    'src/config',
    'src/graphql',
    'src/rest',
    'src/pipeline',
    'src/admin',
    'src/routing',
    'src/domain',
    'src/storage',
    'src/journal',
    'src/telemetry',
    'src/plugin-api',
    'plugins/address-guard',
    'plugins/conditions',
    'plugins/catalogue',
    'plugins/json-schema',
    'plugins/token-count',
  ],
  'src/graphql': ['src/pipeline', 'src/admin', 'src/domain'],
  'src/rest': ['src/pipeline', 'src/admin', 'src/domain'],
  'src/pipeline': ['src/routing', 'src/domain'],
  'src/admin': ['src/routing', 'src/domain'],
  'src/routing': ['src/domain'],
  'src/domain': [],
  'src/storage': ['src/domain'],
  'src/journal': ['src/domain'],
  'src/telemetry': ['src/domain'],
  'src/processes': ['src/config', 'src/domain'],
  'src/config': ['src/domain'],
  'src/plugin-api': ['src/domain'],
  plugins: ['src/plugin-api', 'plugins/provider-transport'],
  // One dialect on another's address, or two dialects behind one: the translations are written once.
  'plugins/providers/openai': ['plugins/providers/openai-compatible'],
  'plugins/providers/azure-openai': ['plugins/providers/openai', 'plugins/providers/openai-compatible'],
  'plugins/providers/mistral': ['plugins/providers/openai-compatible'],
  'plugins/providers/vertex': ['plugins/providers/gemini', 'plugins/providers/anthropic'],
}

/** Only for its types: the shape of what an operator may say is nobody's secret. */
export const MAY_IMPORT_TYPES: Readonly<Record<string, readonly string[]>> = {
  'src/graphql': ['src/config'],
  'src/rest': ['src/config'],
}

/** These decide; they name no package, no framework and no part of Node, so their tests need none. */
export const WITHOUT_PACKAGES = ['src/domain', 'src/routing', 'src/pipeline', 'src/admin', 'src/plugin-api']

/** A package that only some may know, so that replacing it is a matter of these folders. */
export const ONLY_IN: readonly { readonly packages: RegExp; readonly folders: readonly string[]; readonly mostFiles?: number }[] =
  [
    { packages: /^mongoose$|^mongodb$|^bson$/, folders: ['src/storage', 'plugins'] },
    { packages: /^lmdb$/, folders: ['plugins'] },
    { packages: /^undici$/, folders: ['plugins'] },
    { packages: /^fastify$|^@fastify\//, folders: ['src/gateway', 'src/graphql', 'src/rest'] },
    { packages: /^graphql$|^graphql[-/]|^type-graphql$|^@apollo\/|^@graphql-/, folders: ['src/graphql'] },
    { packages: /^graphql-shield$|^graphql-middleware$/, folders: ['src/graphql'], mostFiles: 2 },
    { packages: /^ws$/, folders: ['src/graphql'] },
    { packages: /^prom-client$/, folders: ['src/telemetry'] },
    { packages: /^zod$|^yaml$/, folders: ['src/config', 'src/rest', 'src/graphql', 'plugins'] },
    { packages: /^node:cluster$/, folders: ['src/main', 'src/processes'] },
  ]

/** The only reader of the environment. */
export const READS_ENVIRONMENT = ['src/config.ts']
