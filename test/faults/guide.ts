import { readFileSync, writeFileSync } from 'node:fs'

const GUIDE = new URL('../../docs/resilience.md', import.meta.url)
const TABLES = /(<!-- fault matrix -->\n\n)([\s\S]*?)(\n\n<!-- end -->)/

/** The tables that the guide shows. */
export function readTables(): string {
  return TABLES.exec(readFileSync(GUIDE, 'utf8'))?.[2] ?? ''
}

export function writeTables(tables: string): void {
  const guide = readFileSync(GUIDE, 'utf8')
  writeFileSync(
    GUIDE,
    guide.replace(TABLES, (_all, before: string, _old, after: string) => before + tables + after),
  )
}
