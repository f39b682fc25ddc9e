// Finds a Redis-compatible server for tests and starts it. Only node: builtins are used here.
// As a program it prints the server's path.
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const unpacked = path.join(root, '.tools', 'redis', 'redis-server')
const DEBS = [
  ...['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2'],
  ...['liblua5.1-0', 'lua-cjson', 'lua-bitop', 'libatomic1'],
]

export const NO_REDIS =
  'No Redis found. Install one (Debian: apt-get install redis-server; macOS: brew install valkey), ' +
  'or set REDIS_URL=redis://127.0.0.1:6379 to a throw-away server.'

const run = (command, args, options = {}) =>
  spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options })

const works = (program) => run(program, ['--version']).status === 0

/** Path of redis-server or valkey-server; installs Debian's where that is possible. */
export function findRedis({ install = true } = {}) {
  return installed() ?? (install && existsSync('/usr/bin/apt-get') ? fetched() : undefined)
}

function installed() {
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    '/opt/homebrew/bin',
    '/usr/local/bin',
    '/usr/bin',
  ]
  const programs = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.filter(Boolean).map((folder) => path.join(folder, name)),
  )
  return [...programs, unpacked].find((program) => existsSync(program) && works(program))
}

function fetched() {
  return process.getuid?.() === 0 ? (installedByRoot() ?? unpackedByUser()) : unpackedByUser()
}

function installedByRoot() {
  console.error('[redis] not found: installing redis-server through apt-get')
  // RUNLEVEL=1: the package must not start its own server.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  run('apt-get', ['update', '-qq'], { env })
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], { env })
  return installed()
}

/** Without root the packages are unpacked beside the repository's other tools. */
function unpackedByUser() {
  const folder = path.dirname(unpacked)
  mkdirSync(folder, { recursive: true })
  run('apt-get', ['download', '-qq', ...DEBS], { cwd: folder })
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    run('dpkg', ['-x', file, '.'], { cwd: folder })
  }
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const library = `$D/usr/lib/${machine}-linux-gnu`
  const script = `#!/bin/sh\nD="$(dirname "$(readlink -f "$0")")"\nexport LD_LIBRARY_PATH="${library}:$LD_LIBRARY_PATH"\nexec "$D/usr/bin/redis-server" "$@"\n`
  writeFileSync(unpacked, script)
  chmodSync(unpacked, 0o755)
  return works(unpacked) ? unpacked : undefined
}

/** A port nobody listens on at this moment. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/**
 * Starts a server in a folder of its own, without persistence unless `args` say otherwise.
 * Returns its url, and how to stop, kill and start it again on the same port and folder.
 */
export async function startRedis({ args = [], program = findRedis() } = {}) {
  if (!program) throw new Error(NO_REDIS)
  const folder = mkdtempSync(path.join(tmpdir(), 'nightshift-redis-'))
  // Between finding a free port and using it somebody else may take it.
  for (let tries = 0; ; tries += 1) {
    const port = await freePort()
    const server = { program, folder, port, args, child: undefined }
    try {
      await launch(server)
      return handle(server)
    } catch (error) {
      if (tries === 4) throw error
    }
  }
}

function launch(server) {
  const { program, folder, port, args } = server
  const basic = [
    '--port',
    port,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const child = spawn(program, [...basic.map(String), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  server.child = child
  return new Promise((resolve, reject) => {
    let output = ''
    const hear = (text) => {
      output += text
      if (/Ready to accept connections/.test(output)) resolve()
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.once('error', reject)
    child.once('exit', () =>
      reject(new Error(`The Redis server did not start: ${output.slice(-500)}`)),
    )
  })
}

function handle(server) {
  const end = (signal) =>
    new Promise((resolve) => {
      const { child } = server
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill(signal)
    })
  return {
    url: `redis://127.0.0.1:${server.port}`,
    port: server.port,
    folder: server.folder,
    pid: () => server.child.pid,
    kill: () => end('SIGKILL'),
    restart: () => launch(server),
    async stop() {
      await end('SIGKILL')
      rmSync(server.folder, { recursive: true, force: true })
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const program = findRedis()
  console.log(program ?? NO_REDIS)
  process.exitCode = program ? 0 : 1
}
