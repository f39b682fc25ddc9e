import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { memoryStorage as originalMemoryStorage } from '@nightshift/core'
import ts from 'typescript'
import type { CreateSubject } from '../../src/index.js'
import type { Defect } from './defect.js'

const CORE = fileURLToPath(new URL('../../../core/src/', import.meta.url))
const ENTRY = 'storage/memory/memory-storage.js'

export interface MutatedMemory {
  readonly memoryStorage: typeof originalMemoryStorage
  remove(): void
}

/** Loads core's memory storage with one passage of its source replaced. */
export async function mutatedMemory(defect?: Defect): Promise<MutatedMemory> {
  const parent = mkdtempSync(join(tmpdir(), 'nightshift-defect-'))
  // Vitest leaves modules below `node_modules` to Node, which loads them many times faster.
  const folder = join(parent, 'node_modules', 'mutated')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const emitted = new Set<string>()
  emit(ENTRY)
  const loaded = await import(/* @vite-ignore */ pathToFileURL(join(folder, ENTRY)).href)
  return {
    memoryStorage: loaded.memoryStorage,
    remove: () => rmSync(parent, { recursive: true }),
  }

  /** Compiles a module and, through it, whatever it imports. */
  function emit(module: string): void {
    if (emitted.has(module)) return
    emitted.add(module)
    const compiled = compile(module, defect)
    const target = join(folder, module)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, compiled)
    for (const [, path] of compiled.matchAll(/ from '(\.[^']+)'/g)) {
      emit(join(dirname(module), path as string))
    }
  }
}

const intact = new Map<string, string>()

function compile(module: string, defect: Defect | undefined): string {
  const source = readFileSync(join(CORE, module.replace(/\.js$/, '.ts')), 'utf8')
  if (defect && module === `storage/memory/${defect.file}.js`)
    return toJavaScript(plant(source, defect))
  const known = intact.get(module) ?? toJavaScript(source)
  intact.set(module, known)
  return known
}

function toJavaScript(source: string): string {
  const { module: format, target } = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
  }
  const compilerOptions = { module: format, target, verbatimModuleSyntax: true }
  return ts.transpileModule(source, { compilerOptions }).outputText
}

/** A defect whose passage is gone, or stands twice, would test nothing, or something else. */
function plant(source: string, { name, from, to }: Defect): string {
  const found = source.split(from).length - 1
  if (found !== 1) throw new Error(`"${name}": its passage stands ${found} times in the source.`)
  return source.replace(from, () => to)
}

/** Makes storages of it, as `describeStorage` and `runRules` want them. */
export const subjectsOf =
  ({ memoryStorage }: MutatedMemory): CreateSubject =>
  (clock) => {
    const storage = memoryStorage({ clock })
    return { storage, connect: () => storage.connect(), dispose: async () => {} }
  }
