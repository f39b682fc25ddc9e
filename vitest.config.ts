import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const packages = readdirSync(here('./packages'))
const examples = readdirSync(here('./examples'))

// Tests read sources, never dist: what is tested is what is written.
const alias = packages.map((name) => ({
  find: new RegExp(`^@nightshift/${name}$`),
  replacement: here(`./packages/${name}/src/index.ts`),
}))

const project = (folder: string, name: string) => ({
  resolve: { alias },
  test: {
    name,
    root: `./${folder}/${name}`,
    include: ['test/**/*.test.ts'],
    environment: 'node' as const,
    passWithNoTests: true,
    // Generous, because machines that run two suites at once are slow, not because tests wait.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    typecheck: { enabled: false },
  },
})

export default defineConfig({
  test: {
    projects: [
      ...packages.map((name) => project('packages', name)),
      ...examples.map((name) => project('examples', name)),
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts', 'examples/*/src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
})
