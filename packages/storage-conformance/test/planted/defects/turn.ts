import { type Defect, defect } from '../defect.js'

export const turnDefects: readonly Defect[] = [
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
    'turn/untaken',
    'an expired session is lost before anybody took its jobs',
    'turn',
    'if (!session) return',
    'if (!session || session.leaseEndsAt <= now) return',
  ),
  defect('turn/cancels', 'a cancel is told by every exchange', 'turn', 'session.cancels = []', ''),
  defect(
    'turn/cancels',
    'everybody is told of a cancel',
    'cancel',
    'session?.cancels.push({ id: record.id, reason })',
    `for (const one of session ? data.sessions.values() : []) {
       one.held.set(record.id, data.jobs.get(record.id) as StoredJob)
       one.cancels.push({ id: record.id, reason })
     }`,
  ),
  defect(
    'turn/recovered-from',
    'sessions that held nothing live on',
    'recover',
    "end(data, session, 'expired')",
    "if (session.held.size > 0) end(data, session, 'expired')",
  ),
  defect(
    'turn/recovered-from',
    'a session recovers from itself',
    'recover',
    'if (session === taker || !canBeRecovered',
    'if (!canBeRecovered',
  ),
  defect(
    'turn/out-of-step-ends',
    'a turn out of step is refused and forgotten',
    'turn',
    "end(data, session, 'ended')\n",
    '\n',
  ),
  defect(
    'turn/untaken',
    'turns renew the lease',
    'turn',
    'session.lastSeenAt = now',
    'session.leaseEndsAt = now + session.leaseMs',
  ),
  defect(
    'turn/cancels',
    'a heartbeat’s telling is enough',
    'session',
    "return { status: 'alive', cancels: cancelsFor(session) }",
    "const cancels = cancelsFor(session)\n  session.cancels = []\n  return { status: 'alive', cancels }",
  ),
]
