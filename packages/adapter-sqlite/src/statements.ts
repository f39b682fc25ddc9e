import type { SqliteDatabase, SqliteStatement } from './database.js'

/** A row id from its two halves; see `address.ts`. */
const SEQ = '((? << 30) | ?)'
const HALVES = 'seq >> 30 AS hi, seq & 1073741823 AS lo'
/** Most jobs are due when they are stored, and then the time stands there once. */
const DUE = 'coalesce(due, enqueued) AS due'
const JOB = `${HALVES}, tail, kind, state, priority, key, ${DUE}, enqueued, flags, attempt, crashes,
  executions, token, worker, started, ended, outcome, input, options, result, failure,
  cancel_reason, dedup`
/** What a claim tells of a job that never ran; the fewer columns, the less it costs. */
const DUE_JOB = `${HALVES}, tail, kind, priority, ${DUE}, enqueued, flags, attempt, crashes, executions,
  token, input, options`

/** Rows in one insert of many. */
export const ROWS_AT_ONCE = 25

const NEW_JOB = `(${SEQ}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const INSERT = `INSERT INTO ns_job
  (seq, tail, kind, queue, state, priority, key, due, enqueued, flags, input, options, dedup)`

/**
 * Every statement the storage runs. A bound `LIMIT` is written `?+0`, because a bare `?` there
 * makes SQLite prepare the statement anew at every execution.
 */
export const SQL = {
  begin: 'BEGIN IMMEDIATE',
  beginRead: 'BEGIN',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',

  queueByName: 'SELECT id FROM ns_queue WHERE name = ?',
  addQueue: 'INSERT INTO ns_queue (name) VALUES (?) RETURNING id',
  kindByName: 'SELECT id FROM ns_kind WHERE queue = ? AND name = ?',
  addKind: 'INSERT INTO ns_kind (queue, name) VALUES (?, ?) RETURNING id',
  kindById: `SELECT k.id, k.queue AS queueId, q.name AS queue, k.name
    FROM ns_kind k JOIN ns_queue q ON q.id = k.queue WHERE k.id = ?`,
  kindsLike: `SELECT k.id, k.queue AS queueId, q.name AS queue, k.name
    FROM ns_kind k JOIN ns_queue q ON q.id = k.queue
    WHERE (? IS NULL OR q.name = ?) AND (? IS NULL OR k.name = ?)`,
  workerByName: 'SELECT id FROM ns_worker WHERE name = ?',
  addWorker: 'INSERT INTO ns_worker (name) VALUES (?) RETURNING id',
  workerById: 'SELECT name FROM ns_worker WHERE id = ?',

  insertJob: `${INSERT} VALUES ${NEW_JOB} ON CONFLICT DO NOTHING`,
  insertJobs: `${INSERT} VALUES ${Array(ROWS_AT_ONCE).fill(NEW_JOB).join(', ')}`,
  anyJobBetween: `SELECT 1 FROM ns_job WHERE seq BETWEEN ${SEQ} AND ${SEQ} LIMIT 1`,
  tailAt: `SELECT tail FROM ns_job WHERE seq = ${SEQ}`,
  kindAt: `SELECT kind FROM ns_job WHERE seq = ${SEQ}`,
  jobAt: `SELECT ${JOB} FROM ns_job WHERE seq = ${SEQ}`,

  putBody: `INSERT INTO ns_body (seq, input, result) VALUES (${SEQ}, ?, ?)
    ON CONFLICT (seq) DO UPDATE SET result = excluded.result`,
  bodyInput: `SELECT input AS text FROM ns_body WHERE seq = ${SEQ}`,
  bodyResult: `SELECT result AS text FROM ns_body WHERE seq = ${SEQ}`,
  clearBodyResult: `UPDATE ns_body SET result = NULL WHERE seq = ${SEQ}`,

  dedupHolder: `SELECT ${HALVES}, tail FROM ns_dedup
    WHERE key = ? AND (expires IS NULL OR expires > ?)`,
  takeDedup: `INSERT INTO ns_dedup (key, seq, tail, until) VALUES (?, ${SEQ}, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
      seq = excluded.seq, tail = excluded.tail, until = excluded.until, expires = NULL`,
  reviveDedup: `UPDATE ns_dedup SET expires = NULL WHERE key = ? AND seq = ${SEQ}`,
  releaseDedup: `UPDATE ns_dedup SET expires = until WHERE key = ? AND seq = ${SEQ}`,
  removeDedup: `DELETE FROM ns_dedup WHERE key = ? AND seq = ${SEQ}`,
  sweepDedup: `DELETE FROM ns_dedup WHERE key IN (SELECT key FROM ns_dedup
    WHERE expires IS NOT NULL AND expires <= ? ORDER BY expires LIMIT 4)`,

  openSession: `INSERT INTO ns_session (name, worker, lease) VALUES (?, ?, ?)
    ON CONFLICT (name) DO NOTHING`,
  findSession: 'SELECT id, worker FROM ns_session WHERE name = ?',
  session: 'SELECT turn, lease, signals FROM ns_session WHERE id = ?',
  sessionHeld: 'SELECT held FROM ns_session WHERE id = ?',
  sessionReply: 'SELECT reply FROM ns_session WHERE id = ?',
  allHeld: "SELECT held FROM ns_session WHERE held <> ''",
  endTurn: `UPDATE ns_session SET turn = ?, held = ?, reply = ?, signals = ''
    WHERE id = ? AND turn = ?`,
  beat: "UPDATE ns_session SET lease = ?, signals = '' WHERE id = ?",
  endLease: 'UPDATE ns_session SET lease = 0, reply = NULL WHERE id = ?',
  signal: 'UPDATE ns_session SET signals = signals || ? WHERE id = ?',
  lostSessions: `SELECT id, held FROM ns_session WHERE lease <= ? AND held <> '' ORDER BY id`,
  leaveHeld: 'UPDATE ns_session SET held = ? WHERE id = ?',
  removeEmptySessions: "DELETE FROM ns_session WHERE lease <= ? AND held = ''",

  dueJobs: `SELECT ${DUE_JOB} FROM ns_job WHERE queue = ? AND state = 1
    ORDER BY key, seq LIMIT ?+0`,
  startJob: `UPDATE ns_job SET state = 3, attempt = attempt + 1, executions = executions + 1,
    token = token + 1, session = ?, worker = ?, started = ? WHERE seq = ${SEQ}`,
  startJobs: `UPDATE ns_job SET state = 3, attempt = attempt + 1, executions = executions + 1,
    token = token + 1, session = ?, worker = ?, started = ?
    WHERE seq IN (SELECT seq FROM ns_job WHERE queue = ? AND state = 1
      ORDER BY key, seq LIMIT ?+0)`,
  nextDelayed: `SELECT due FROM ns_job WHERE queue = ? AND state = 2
    ORDER BY due LIMIT 1`,
  promoteDue: `UPDATE ns_job SET state = 1 WHERE seq IN (SELECT seq FROM ns_job
    WHERE queue = ? AND state = 2 AND due <= ? ORDER BY due LIMIT ?+0)`,

  finishJob: `UPDATE ns_job SET state = ?, outcome = ?, ended = ?, result = ?, failure = ?,
    flags = flags | ?, session = NULL
    WHERE seq = ${SEQ} AND tail = ? AND session = ? AND token = ? AND state = 3 AND flags & ? = 0`,
  heldJob: `SELECT ${JOB} FROM ns_job
    WHERE seq = ${SEQ} AND tail = ? AND session = ? AND token = ? AND state = 3`,
  requeueJob: `UPDATE ns_job SET state = ?, attempt = ?, due = ?, key = ?, failure = ?,
    session = NULL WHERE seq = ${SEQ}`,
  takeOver: `UPDATE ns_job SET session = ?, token = token + 1, crashes = crashes + 1
    WHERE seq = ${SEQ}`,
  addAttempt: `INSERT INTO ns_attempt (seq, execution, outcome, worker, started, ended, failure)
    VALUES (${SEQ}, ?, ?, ?, ?, ?, ?)`,
  attempts: `SELECT execution, outcome, worker, started, ended, failure FROM ns_attempt
    WHERE seq = ${SEQ} ORDER BY execution`,

  putReport: `INSERT INTO ns_report (seq, progress, lines) VALUES (${SEQ}, ?, ?)
    ON CONFLICT (seq) DO UPDATE SET
      progress = coalesce(excluded.progress, progress), lines = lines + excluded.lines
    RETURNING lines`,
  report: `SELECT progress, lines FROM ns_report WHERE seq = ${SEQ}`,
  clearProgress: `UPDATE ns_report SET progress = NULL WHERE seq = ${SEQ}`,
  addLog: `INSERT INTO ns_log (seq, line, at, level, message, data)
    VALUES (${SEQ}, ?, ?, ?, ?, ?)`,
  logs: `SELECT at, level, message, data FROM ns_log WHERE seq = ${SEQ} ORDER BY line`,

  cancelQueued: `UPDATE ns_job SET state = 6, ended = ?, cancel_reason = ? WHERE seq = ${SEQ}`,
  askCancel: `UPDATE ns_job SET flags = flags | 1, cancel_reason = ? WHERE seq = ${SEQ}
    RETURNING session`,
  retryJob: `UPDATE ns_job SET state = 1, attempt = 0, due = ?, key = ?, flags = ?, ended = NULL,
    outcome = NULL, result = NULL, failure = NULL, cancel_reason = NULL WHERE seq = ${SEQ}`,
  moveJob: `UPDATE ns_job SET state = ?, priority = ?, due = ?, key = ? WHERE seq = ${SEQ}`,
  deleteJob: `DELETE FROM ns_job WHERE seq = ${SEQ}`,
  deleteBody: `DELETE FROM ns_body WHERE seq = ${SEQ}`,
  deleteAttempts: `DELETE FROM ns_attempt WHERE seq = ${SEQ}`,
  deleteReport: `DELETE FROM ns_report WHERE seq = ${SEQ}`,
  deleteLogs: `DELETE FROM ns_log WHERE seq = ${SEQ}`,

  newestJobs: `SELECT ${HALVES} FROM ns_job WHERE seq < ${SEQ} ORDER BY seq DESC LIMIT ?+0`,
  newestDone: `SELECT ${HALVES} FROM ns_job WHERE kind = ? AND state = ? AND state >= 4
    AND seq < ${SEQ} ORDER BY seq DESC LIMIT ?+0`,
  waitingIn: `SELECT ${HALVES}, kind FROM ns_job WHERE queue = ? AND state = 1 LIMIT ?+0`,
  delayedIn: `SELECT ${HALVES}, kind FROM ns_job WHERE queue = ? AND state = 2 LIMIT ?+0`,
  newestQueued: `SELECT ${HALVES} FROM ns_job WHERE seq < ${SEQ} AND state < 3
    AND (? IS NULL OR queue = ?)
    AND (? IS NULL OR kind IN (SELECT id FROM ns_kind WHERE name = ?))
    ORDER BY seq DESC LIMIT ?+0`,
  countDone: 'SELECT count(*) AS n FROM ns_job WHERE kind = ? AND state = ? AND state >= 4',
  countWaiting: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 1',
  countDelayed: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 2',
  countWaitingKind: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 1 AND kind = ?',
  countDelayedKind: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 2 AND kind = ?',
} as const

export type Statements = { readonly [Name in keyof typeof SQL]: SqliteStatement }

/** Prepares all of them; the schema must stand. */
export function prepareStatements(database: SqliteDatabase): Statements {
  const prepared = Object.entries(SQL).map(([name, text]) => [name, database.prepare(text)])
  return Object.fromEntries(prepared) as Statements
}
