import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JobHandle, Nightshift } from '@nightshift/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Pasted {
  readonly server: Server
  readonly nightshift: Nightshift
  readonly handle: JobHandle<{ greeting: string }>
}

const README = fileURLToPath(new URL('../../../README.md', import.meta.url))
/** Inside the project, so that the packages are found as a newcomer's `import` finds them. */
const PASTED = fileURLToPath(new URL('./readme.pasted.ts', import.meta.url))

let folder: string
let pasted: Pasted

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-readme-'))
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(await readFile(README, 'utf8')) ?? []
  const adapted = code
    .replace("'jobs.db'", JSON.stringify(join(folder, 'jobs.db')))
    .replace('app.listen(3000,', 'const server = app.listen(0,')
  await writeFile(PASTED, `${adapted}\nexport { handle, nightshift, server }\n`)
  pasted = await import(/* @vite-ignore */ PASTED)
  if (!pasted.server.listening) await once(pasted.server, 'listening')
})

afterAll(async () => {
  await pasted?.nightshift.stop()
  pasted?.server.close()
  await Promise.all([rm(folder, { recursive: true }), rm(PASTED, { force: true })])
})

describe("the README's twenty lines", () => {
  it('run a job and serve it over HTTP', async () => {
    expect(await pasted.handle.result()).toEqual({ greeting: 'Hello, Ada!' })
    const { port } = pasted.server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/jobs/api/jobs`)
    expect(await response.json()).toMatchObject({
      items: [{ id: pasted.handle.id, name: 'greet', state: 'completed' }],
    })
  })
})
