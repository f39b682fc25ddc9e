import { defineConfig } from 'tsup'

export default defineConfig({
  // `heartbeat` is loaded by a thread, by its URL; nobody imports it.
  entry: ['src/index.ts', 'src/heartbeat.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  clean: true,
  sourcemap: true,
  target: 'node20.19',
  platform: 'node',
  splitting: false,
  treeshake: true,
})
