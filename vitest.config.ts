import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  resolve: {
    alias: [
      // Without this vitest loads graphql twice (ESM and CJS) and instanceof checks fail.
      { find: /^graphql$/, replacement: require.resolve('graphql/index.js') },
      { find: /^dataloader-cache$/, replacement: new URL('plugins/dataloader-cache/src/index.ts', import.meta.url).pathname },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'plugins/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
