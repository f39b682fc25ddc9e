import { defineConfig, type Options } from 'tsup'

const base: Options = {
  entry: ['src/index.ts'],
  dts: true,
  sourcemap: true,
  target: 'node20.19',
  platform: 'node',
  treeshake: true,
}

export default defineConfig([
  // The thread that keeps leases is a file of its own, whichever format the host loads.
  {
    ...base,
    entry: { index: 'src/index.ts', 'heart-thread': 'src/worker/heart-thread.ts' },
    format: ['esm'],
  },
  // p-queue and p-retry are ESM only: without bundling, a CommonJS host on an older
  // loader (Jest, Node before 20.19) cannot load this build.
  { ...base, format: ['cjs'], noExternal: ['p-queue', 'p-retry'] },
])
