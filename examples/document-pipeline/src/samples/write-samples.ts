import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toDocx } from './docx.js'
import { toPdf } from './pdf.js'
import { readBlocks } from './read-blocks.js'
import { findSources } from './source.js'

/** Where the texts come from, the project's folder, and which folder the samples go to. */
export interface SampleFolders {
  readonly from: string
  readonly to: string
}

/**
 * Makes PDF and Word documents of the project's own texts (README, licence, guides; up to six of each) and answers
 * their paths. The same texts give the same bytes; what is there already is left alone.
 */
export async function writeSamples({ from, to }: SampleFolders): Promise<string[]> {
  await mkdir(to, { recursive: true })
  const written: string[] = []
  for (const source of await findSources(from)) {
    const blocks = readBlocks(source)
    written.push(await put(join(to, `${source.name}.pdf`), await toPdf(blocks)))
    written.push(await put(join(to, `${source.name}.docx`), await toDocx(blocks)))
  }
  return written
}

/** Through a file beside it, so that nobody reads half a document. */
async function put(path: string, content: Buffer): Promise<string> {
  const present = await readFile(path).catch(() => undefined)
  if (present?.equals(content)) return path
  const draft = `${path}.${process.pid}.draft`
  await writeFile(draft, content)
  await rename(draft, path)
  return path
}
