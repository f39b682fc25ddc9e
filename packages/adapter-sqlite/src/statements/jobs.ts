import { DUE_JOB, HALVES, JOB, SEQ } from './columns.js'

/** Rows in one insert of many. */
export const ROWS_AT_ONCE = 25

const NEW_JOB = `(${SEQ}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const INSERT = `INSERT INTO ns_job (seq, tail, kind, queue, lane, state, priority, key, due,
  enqueued, flags, input, options, dedup, extra)`

const START = `UPDATE ns_job SET state = 3, attempt = attempt + 1, executions = executions + 1,
    token = token + 1, session = ?, worker = ?, started = ?`

export const JOBS = {
  // Nothing is stored when somebody listens or some queue has a maximum: then more is to be done.
  insertPlain: `${INSERT} SELECT ${NEW_JOB.slice(1, -1)}
    WHERE NOT EXISTS (SELECT 1 FROM ns_control WHERE id = 1 AND (observed > ? OR bounded))
    ON CONFLICT DO NOTHING`,
  insertJob: `${INSERT} VALUES ${NEW_JOB} ON CONFLICT DO NOTHING`,
  insertJobs: `${INSERT} VALUES ${Array(ROWS_AT_ONCE).fill(NEW_JOB).join(', ')}`,
  anyJobBetween: `SELECT 1 FROM ns_job WHERE seq BETWEEN ${SEQ} AND ${SEQ} LIMIT 1`,
  tailAt: `SELECT tail FROM ns_job WHERE seq = ${SEQ}`,
  kindAt: `SELECT kind FROM ns_job WHERE seq = ${SEQ}`,
  stateAt: `SELECT state, tail FROM ns_job WHERE seq = ${SEQ}`,
  jobAt: `SELECT ${JOB} FROM ns_job WHERE seq = ${SEQ}`,

  putBody: `INSERT INTO ns_body (seq, input, result) VALUES (${SEQ}, ?, ?)
    ON CONFLICT (seq) DO UPDATE SET result = excluded.result`,
  putBodyInput: `INSERT INTO ns_body (seq, input) VALUES (${SEQ}, ?)
    ON CONFLICT (seq) DO UPDATE SET input = excluded.input`,
  bodyInput: `SELECT input AS text FROM ns_body WHERE seq = ${SEQ}`,
  bodyResult: `SELECT result AS text FROM ns_body WHERE seq = ${SEQ}`,
  clearBodyResult: `UPDATE ns_body SET result = NULL WHERE seq = ${SEQ}`,

  dueJobs: `SELECT ${DUE_JOB} FROM ns_job WHERE lane = ? AND state = 1
    ORDER BY key, seq LIMIT ?+0`,
  startJob: `${START} WHERE seq = ${SEQ}`,
  startJobs: `${START} WHERE seq IN (SELECT seq FROM ns_job WHERE lane = ? AND state = 1
      ORDER BY key, seq LIMIT ?+0)`,
  nextDelayed: `SELECT due FROM ns_job WHERE queue = ? AND state = 2
    ORDER BY due LIMIT 1`,
  promoteDue: `UPDATE ns_job SET state = 1 WHERE seq IN (SELECT seq FROM ns_job
    WHERE queue = ? AND state = 2 AND due <= ? ORDER BY due LIMIT ?+0) RETURNING lane`,

  finishJob: `UPDATE ns_job SET state = ?, outcome = ?, ended = ?, result = ?, failure = ?,
    flags = (flags & ?) | ?, session = NULL
    WHERE seq = ${SEQ} AND tail = ? AND session = ? AND token = ? AND state = 3 AND flags & ? = 0`,
  finishUntouched: `UPDATE ns_job SET state = ?, ended = ?, result = coalesce(?, result),
    executions = executions - 1, flags = flags | ?, session = NULL WHERE seq = ${SEQ}`,
  heldJob: `SELECT ${JOB} FROM ns_job
    WHERE seq = ${SEQ} AND tail = ? AND session = ? AND token = ? AND state = 3`,
  requeueJob: `UPDATE ns_job SET state = ?, attempt = ?, crashes = ?, executions = ?, due = ?,
    key = ?, failure = ?, flags = ?, session = NULL WHERE seq = ${SEQ}`,
  takeOver: `UPDATE ns_job SET session = ?, token = token + 1, flags = flags | ?
    WHERE seq = ${SEQ}`,

  endWaiting: `UPDATE ns_job SET state = ?, ended = ?, cancel_reason = ?, cancelled_by = ?
    WHERE seq = ${SEQ}`,
  askCancel: `UPDATE ns_job SET flags = flags | 1, cancel_reason = ? WHERE seq = ${SEQ}
    RETURNING session`,
  reopenJob: `UPDATE ns_job SET state = ?, attempt = 0, crashes = 0, due = ?, key = ?, flags = ?,
    ended = NULL, outcome = NULL, result = NULL, failure = NULL, cancel_reason = NULL,
    cancelled_by = NULL WHERE seq = ${SEQ}`,
  moveJob: `UPDATE ns_job SET state = ?, priority = ?, due = ?, key = ? WHERE seq = ${SEQ}`,
  replaceJob: `UPDATE ns_job SET state = ?, due = ?, key = ?, input = ?, options = ?, flags = ?
    WHERE seq = ${SEQ}`,
  blame: `UPDATE ns_job SET cancelled_by = ? WHERE seq = ${SEQ}`,
  addFlags: `UPDATE ns_job SET flags = flags | ? WHERE seq = ${SEQ}`,
  deleteJob: `DELETE FROM ns_job WHERE seq = ${SEQ}`,
  deleteBody: `DELETE FROM ns_body WHERE seq = ${SEQ}`,

  newestJobs: `SELECT ${HALVES} FROM ns_job WHERE seq < ${SEQ} ORDER BY seq DESC LIMIT ?+0`,
  newestDone: `SELECT ${HALVES} FROM ns_job WHERE kind = ? AND state = ? AND state >= 4
    AND seq < ${SEQ} ORDER BY seq DESC LIMIT ?+0`,
  oldestDone: `SELECT ${HALVES}, ended FROM ns_job WHERE kind = ? AND state = ? AND state >= 4
    ORDER BY seq LIMIT ?+0`,
  waitingIn: `SELECT ns_job.seq >> 30 AS hi, ns_job.seq & 1073741823 AS lo, ns_job.kind
    FROM ns_lane CROSS JOIN ns_job ON ns_job.lane = ns_lane.id AND ns_job.state = 1
    WHERE ns_lane.queue = ? AND (ns_lane.id = ns_lane.queue OR ns_lane.head IS NOT NULL)
    LIMIT ?+0`,
  delayedIn: `SELECT ${HALVES}, kind FROM ns_job WHERE queue = ? AND state = 2 LIMIT ?+0`,
  blockedIn: `SELECT ${HALVES}, kind FROM ns_job WHERE queue = ? AND state = 0 LIMIT ?+0`,
  newestQueued: `SELECT ${HALVES} FROM ns_job WHERE seq < ${SEQ} AND state BETWEEN ? AND ?
    AND (? IS NULL OR queue = ?)
    AND (? IS NULL OR kind IN (SELECT id FROM ns_kind WHERE name = ?))
    ORDER BY seq DESC LIMIT ?+0`,
  countDone: 'SELECT count(*) AS n FROM ns_job WHERE kind = ? AND state = ? AND state >= 4',
  countWaitingKind: `SELECT count(*) AS n
    FROM ns_lane CROSS JOIN ns_job ON ns_job.lane = ns_lane.id AND ns_job.state = 1
    WHERE ns_lane.queue = ? AND (ns_lane.id = ns_lane.queue OR ns_lane.head IS NOT NULL)
      AND ns_job.kind = ?`,
  countDelayedKind: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 2 AND kind = ?',
  countBlockedKind: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 0 AND kind = ?',
} as const
