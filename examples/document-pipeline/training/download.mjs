/**
 * Downloads and unpacks the training packages named in sources.json, with the package managers'
 * own clients. Needs npm, apt-get and dpkg-deb (a Debian 12 machine).
 * Usage: node training/download.mjs <folder>
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const DOCUMENTATION = [
  'usr/share/doc*',
  'usr/share/man/man*',
  'usr/share/games*',
  'usr/share/perl*',
  'usr/share/*/help*',
  'usr/share/help/C*',
  'usr/share/emacs*',
  'usr/share/gtk-doc*',
  'usr/lib/R/*',
  'usr/lib/python3/dist-packages/*/datasets/*',
].map((pattern) => `./${pattern}`)

const folder = resolve(process.argv[2] ?? '')
const sources = JSON.parse(readFileSync(new URL('sources.json', import.meta.url), 'utf8'))
const quiet = { stdio: ['ignore', 'pipe', 'ignore'] }

function download(kind, name, unpack) {
  const target = join(folder, kind, name.replace('/', '+'))
  if (existsSync(target)) return
  const work = mkdtempSync(join(tmpdir(), 'training-'))
  try {
    mkdirSync(target, { recursive: true })
    unpack(work, target)
    console.log(`${kind} ${name}`)
  } catch (error) {
    rmSync(target, { recursive: true, force: true })
    console.error(
      `${kind} ${name} could not be had: ${error instanceof Error ? error.message : error}`,
    )
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const only = (work) => join(work, readdirSync(work)[0] ?? '')

for (const source of sources.npm) {
  download('npm', source.slice(0, source.lastIndexOf('@')), (work, target) => {
    execFileSync('npm', ['pack', '--silent', source, '--pack-destination', work], quiet)
    execFileSync('tar', ['xzf', only(work), '-C', target], quiet)
  })
}

for (const source of sources.debian) {
  download('deb', source.slice(0, source.indexOf('=')), (work, target) => {
    execFileSync('apt-get', ['download', source], { ...quiet, cwd: work })
    const packed = execFileSync('dpkg-deb', ['--fsys-tarfile', only(work)], {
      ...quiet,
      maxBuffer: 2 ** 30,
    })
    // tar reports patterns that match nothing as an error; every package lacks some of them.
    spawnSync('tar', ['x', '-C', target, '--wildcards', ...DOCUMENTATION], { input: packed })
  })
}
