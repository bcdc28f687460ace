import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { configFile } from './config-file.js'

const TARGET = 'weir.config.schema.json'

/** The JSON Schema of the configuration file, for editors. */
export function configJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(configFile, {
    io: 'input',
    target: 'draft-07',
    unrepresentable: 'any',
    override: showDefault,
  })
  const titled = { $schema, title: 'weir.config.yaml', ...schema }
  return `${JSON.stringify(titled, null, 2)}\n`
}

/** zod leaves out the default of what it converts, and shows that of whole sections. */
function showDefault({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { def } = zodSchema._zod
  if (def.type === 'default') jsonSchema.default = def.defaultValue as z.core.JSONSchema.BaseSchema['default']
  if (def.type === 'prefault') delete jsonSchema.default
}

function emit(check: boolean): void {
  const schema = configJsonSchema()
  if (!check) return writeFileSync(TARGET, schema)
  if (readFileSync(TARGET, 'utf8') === schema) return
  process.stderr.write(`${TARGET} is out of date. Run: npm run schema\n`)
  process.exitCode = 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) emit(process.argv.includes('--check'))
