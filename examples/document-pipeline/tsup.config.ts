import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { main: 'src/main.ts', 'reading-thread': 'src/thread/reading-thread.ts' },
  format: ['esm'],
  clean: true,
  sourcemap: true,
  target: 'node20.19',
  platform: 'node',
  splitting: true,
  loader: { '.html': 'text', '.css': 'text' },
})
