import type { Connection } from './connection.js'
import type { Storage } from './contract.js'
import { lineOf } from './job-class.js'
import { letterOfState } from './letters.js'

/** Removes finished jobs, oldest first; the script looks at no more than 2,000 of them. */
export async function purge(
  connection: Connection,
  request: Parameters<Storage['purge']>[0],
): Promise<number> {
  const { state, name, olderThanMs, keep, limit } = request
  const named = name === undefined ? '' : lineOf(name)
  const args = [letterOfState(state), named, olderThanMs, keep, limit]
  return (await connection.run('purge', args)) as number
}
