import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { defineConfig, type Options } from 'tsup'

/** `import text from './turn.lua?raw'`, as Vite has it, so that tests and builds read alike. */
const rawText: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'raw-text',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      // The suffix stays, so that tsup's own plugin for style sheets lets it pass.
      path: resolve(resolveDir, path),
      namespace: 'raw-text',
    }))
    build.onLoad({ filter: /.*/, namespace: 'raw-text' }, async ({ path }) => ({
      contents: await readFile(path.slice(0, -'?raw'.length), 'utf8'),
      loader: 'text',
    }))
  },
}

export default defineConfig({
  entry: ['src/index.ts', 'src/lease.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  clean: true,
  sourcemap: true,
  target: 'node20.19',
  platform: 'node',
  // `import.meta.url` in the CommonJS build.
  shims: true,
  treeshake: true,
  esbuildPlugins: [rawText],
})
