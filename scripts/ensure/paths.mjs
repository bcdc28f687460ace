import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export function inRoot(...parts) {
  return join(root, ...parts)
}

/** Programs of our dependencies, run with this very Node: no shell and no PATH involved. */
export const programs = {
  tsc: inRoot('node_modules/typescript/bin/tsc'),
  biome: inRoot('node_modules/@biomejs/biome/bin/biome'),
  vitest: inRoot('node_modules/vitest/vitest.mjs'),
  codegen: inRoot('node_modules/@graphql-codegen/cli/cjs/bin.js'),
}
