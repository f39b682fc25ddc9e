import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { SessionRecord } from '../storage/contract.js'

/** Which process on which machine holds a session. */
export interface ProcessIdentity {
  readonly machine: string
  readonly pid: number
}

export const thisProcess = (): ProcessIdentity => ({ machine: machineName(), pid: process.pid })

/**
 * Whether a session's process is known to be gone. Only of this machine can that be known; a pid
 * that was given to another process since looks alive, which costs no more than a lease.
 */
export function hasDied({ facts }: SessionRecord, here: ProcessIdentity = thisProcess()): boolean {
  const identity = identityIn(facts)
  if (identity?.machine !== here.machine || identity.pid === here.pid) return false
  try {
    process.kill(identity.pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function identityIn(facts: string | undefined): ProcessIdentity | undefined {
  const { machine, pid } = facts === undefined ? {} : JSON.parse(facts)
  return typeof machine === 'string' && Number.isInteger(pid) ? { machine, pid } : undefined
}

/** Two containers may share a host name, but never a process namespace. */
function machineName(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}
