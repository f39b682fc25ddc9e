#!/usr/bin/env node
// Every root script runs through here, so that a bare clone needs only Node and npm:
// the pinned pnpm is fetched, the frozen lockfile installed, the packages built, then the task run.
// Arguments after the task are handed on: `npm test -- packages/core`, `npm start -- --exit`.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const onWindows = process.platform === 'win32'
const pinned = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  .packageManager.split('@')[1]
  .split('+')[0]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.version} is too old: Nightshift needs Node 20.19 or later.`)
  process.exit(1)
}

const env = environmentForPnpm()

function environmentForPnpm() {
  // npm hands its own settings down as npm_config_*; pnpm would warn about them or obey them.
  const kept = { ...process.env }
  for (const name of Object.keys(kept)) {
    const inherited = /^npm_(config|package|lifecycle|execpath|node_execpath|command)/i.test(name)
    const wanted = /^npm_config_(registry|cafile|proxy|https_proxy|store_dir|cache)$/i.test(name)
    if (inherited && !wanted) delete kept[name]
  }
  return kept
}

function run(command, args, options = {}) {
  const started = Date.now()
  const { label = [path.basename(command), ...args].join(' '), ...rest } = options
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env,
    shell: onWindows,
    ...rest,
  })
  if (result.status !== 0) {
    console.error(`[dev] ${label.slice(0, 90)}: failed`)
    process.exit(result.status ?? 1)
  }
  console.error(`[dev] ${label.slice(0, 90)}: ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

function pnpmScript() {
  const found = spawnSync('pnpm', ['--version'], {
    cwd: path.parse(root).root,
    env,
    shell: onWindows,
    encoding: 'utf8',
  })
  if (found.status === 0 && found.stdout.trim() === pinned) return undefined
  const folder = path.join(root, '.tools', `pnpm-${pinned}`)
  const script = path.join(folder, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs')
  if (!existsSync(script)) {
    const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
    run('npm', ['install', '--prefix', folder, ...flags, `pnpm@${pinned}`], {
      label: `fetch pnpm ${pinned}`,
    })
  }
  env.PATH = path.join(folder, 'node_modules', '.bin') + path.delimiter + env.PATH
  return script
}

const script = pnpmScript()
const pnpm = (...args) =>
  script
    ? run(process.execPath, [script, ...args], { label: `pnpm ${args.join(' ')}` })
    : run('pnpm', args)

const [task = 'test', ...rest] = process.argv.slice(2)
const reportSilently = ['--reporter=append-only', '--loglevel=warn']

const prepare = () => {
  pnpm('install', '--frozen-lockfile', '--prefer-offline')
  pnpm(
    ...reportSilently,
    '-r',
    '--filter',
    './packages/*',
    '--filter',
    './examples/*',
    'run',
    'build',
  )
}

const tasks = {
  build() {},
  check() {
    pnpm('run', 'run:lint')
    pnpm('run', 'run:types')
  },
  test() {
    if (rest.length === 0) tasks.check()
    pnpm('run', 'run:vitest', ...rest)
  },
  start() {
    handOver('examples/document-pipeline/dist/main.js')
  },
  soak() {
    handOver('soak/main.mjs')
  },
}

/**
 * The terminal belongs to the program from here on: its last line is its summary. Paths given to it
 * are meant from where the user stands, which npm hides behind INIT_CWD.
 */
function handOver(program) {
  const cwd = process.env.INIT_CWD ?? process.cwd()
  const result = spawnSync(process.execPath, [path.join(root, program), ...rest], {
    cwd,
    stdio: 'inherit',
  })
  process.exit(result.status ?? 1)
}

if (!(task in tasks)) {
  console.error(`Unknown task "${task}". There are: ${Object.keys(tasks).join(', ')}.`)
  process.exit(1)
}
prepare()
tasks[task]()
