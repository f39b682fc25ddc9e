import type { SessionId, Storage } from '../storage/contract.js'
import { hasDied } from './process.js'

/**
 * Closes sessions whose processes are known to be gone, so that their jobs need not wait for a
 * lease to run out. Returns how many there were.
 */
export async function buryTheDead(storage: Storage, own: SessionId): Promise<number> {
  const sessions = await storage.sessions()
  const dead = sessions.filter((session) => session.id !== own && hasDied(session))
  for (const { id } of dead) await storage.closeSession(id, 'died')
  return dead.length
}
