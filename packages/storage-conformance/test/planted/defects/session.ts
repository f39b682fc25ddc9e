import { type Defect, defect } from '../defect.js'

export const sessionDefects: readonly Defect[] = [
  defect(
    'session/close-frees',
    'a closed session keeps its lease',
    'turn',
    'if (session) endLease(session)\n}',
    '}',
  ),
  defect(
    'turn/repeat',
    'a repeated turn claims again',
    'turn',
    'return copied(session.reply)\n  if',
    'return exchange(data, session, request, now)\n  if',
  ),
  defect(
    'turn/repeat',
    'a repeated turn ends the session',
    'turn',
    'if (session.reply && request.turn === session.turn) return copied(session.reply)',
    '',
  ),
  defect(
    'turn/out-of-step',
    'turns out of step are accepted',
    'turn',
    'if (request.turn !== session.turn + 1) {',
    'if (request.turn < session.turn) {',
  ),
  defect(
    'turn/out-of-step',
    'the first turn may have any number',
    'turn',
    'if (request.turn !== session.turn + 1) {',
    'if (session.turn > 0 && request.turn !== session.turn + 1) {',
  ),
  defect(
    'turn/expired',
    'an expired session works on until its jobs are taken',
    'turn',
    'const session = livingSession(data, request.session, now)',
    'const session = data.sessions.get(request.session)',
  ),
  defect(
    'turn/cancels',
    'a cancel is told by every exchange',
    'session',
    'session.cancels = []',
    '',
  ),
  defect(
    'turn/cancels',
    'everybody is told of a cancel',
    'command',
    'session?.cancels.push({ id: record.id, reason })',
    `for (const one of session ? data.sessions.values() : []) {
       one.held.set(record.id, data.jobs.get(record.id) as StoredJob)
       one.cancels.push({ id: record.id, reason })
     }`,
  ),
  defect(
    'heartbeat/renews',
    'a heartbeat renews nothing',
    'turn',
    'session.leaseEndsAt = now + leaseMs',
    '',
  ),
  defect(
    'heartbeat/renews',
    'a heartbeat adds to the lease',
    'turn',
    'session.leaseEndsAt = now + leaseMs',
    'session.leaseEndsAt += leaseMs',
  ),
  defect(
    'heartbeat/lost',
    'a heartbeat revives an expired session',
    'turn',
    'const session = livingSession(data, id, now)',
    'const session = data.sessions.get(id)',
  ),
]
