import { type Defect, defect } from '../defect.js'

export const claimDefects: readonly Defect[] = [
  defect('claim/by-key', 'ties are last in, first out', 'heap', 'a.id < b.id', 'a.id > b.id'),
  defect(
    'claim/by-key',
    'the head start is ignored',
    'stored-job',
    'job.record.dueAt - job.headStartMs',
    'job.record.dueAt',
  ),
  defect(
    'claim/by-key',
    'the key counts from enqueue',
    'stored-job',
    'job.record.dueAt - job.headStartMs',
    'job.record.enqueuedAt - job.headStartMs',
  ),
  defect(
    'claim/due-only',
    'delayed jobs are claimed a moment early',
    'queue',
    'next !== undefined && next.at <= now',
    'next !== undefined && next.at <= now + 1',
  ),
  defect(
    'claim/due-only',
    'due jobs are claimed a moment late',
    'queue',
    'next !== undefined && next.at <= now',
    'next !== undefined && next.at < now',
  ),
  defect('claim/slots', 'slots are exceeded by one', 'claim', 'count < slots;', 'count <= slots;'),
  defect(
    'claim/slots',
    'slots are counted across queues',
    'claim',
    'count < slots;',
    'count < slots - taken.jobs.length;',
  ),
  defect('claim/counts-attempt', 'a claim counts no attempt', 'claim', 'record.attempt += 1', ''),
  defect(
    'claim/counts-attempt',
    'the start of the first execution stays',
    'claim',
    'record.startedAt = now',
    'record.startedAt ??= now',
  ),
  defect(
    'claim/once',
    'a claimed job stays in the line',
    'claim',
    "moveTo(data, job, 'running', now)",
    "record.state = 'running'",
  ),
  defect(
    'claim/next-due',
    'the next due time of every queue counts',
    'next-due',
    'for (const { queue: name } of requests) {',
    'for (const name of requests.length > 0 ? data.queues.keys() : []) {',
  ),
  defect(
    'claim/input-bytes',
    'inputs are not counted',
    'claim',
    'this.#inputBytes += Buffer.byteLength(job.input)',
    '',
  ),
  defect(
    'recover/expired',
    'more is taken over than asked for',
    'recover',
    'limit - recovered.length)',
    'limit + 1)',
  ),
  defect(
    'recover/expired',
    'the taker is named as the loser',
    'recover',
    'record.worker as string',
    'taker.worker',
  ),
  defect(
    'recover/spares-living',
    'living sessions lose their jobs',
    'recover',
    'if (session === taker || !canBeRecovered(data, session, now)) continue',
    'if (session === taker) continue',
  ),
  defect(
    'recover/marks-suspect',
    'recovery counts an attempt',
    'recover',
    'record.suspect = true',
    'record.suspect = true\n    record.attempt += 1',
  ),
  defect(
    'recover/marks-suspect',
    'recovery raises no suspicion',
    'recover',
    'record.suspect = true',
    '',
  ),
  defect(
    'recover/attributes-loss',
    'the loss is charged to the taker',
    'recover',
    'record.suspect = true',
    'record.suspect = true\n    record.worker = taker.worker',
  ),
  defect(
    'recover/attributes-loss',
    'the lost execution starts with its recovery',
    'recover',
    'record.suspect = true',
    'record.suspect = true\n    record.startedAt = data.clock.now()',
  ),
  defect(
    'recover/stale-writes-nothing',
    'the lost session still answers',
    'recover',
    "end(data, session, 'expired')\n    recovered.push(...takeFrom(data, session, taker, limit - recovered.length))",
    `const held = [...session.held]
     recovered.push(...takeFrom(data, session, taker, limit - recovered.length))
     for (const [id, job] of held) session.held.set(id, job)
     data.sessions.set(session.id, session)`,
  ),
  defect(
    'recover/stale-writes-nothing',
    'the taker inherits the old token',
    'recover',
    'return { ...hold(data, taker, job),',
    `const token = job.holder?.token as number
    hold(data, taker, job)
    job.holder = { session: taker.id, token }
    return { ...record, token,`,
  ),
]
