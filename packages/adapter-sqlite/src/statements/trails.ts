import { HALVES, SEQ } from './columns.js'

/** What is kept beside the job's own row. */
export const TRAILS = {
  addAttempt: `INSERT INTO ns_attempt (seq, execution, outcome, worker, started, ended, failure)
    VALUES (${SEQ}, ?, ?, ?, ?, ?, ?)`,
  attempts: `SELECT execution, outcome, worker, started, ended, failure FROM ns_attempt
    WHERE seq = ${SEQ} ORDER BY execution`,
  deleteAttempts: `DELETE FROM ns_attempt WHERE seq = ${SEQ}`,

  putReport: `INSERT INTO ns_report (seq, progress, lines) VALUES (${SEQ}, ?, ?)
    ON CONFLICT (seq) DO UPDATE SET
      progress = coalesce(excluded.progress, progress), lines = lines + excluded.lines
    RETURNING lines`,
  report: `SELECT progress, lines FROM ns_report WHERE seq = ${SEQ}`,
  clearProgress: `UPDATE ns_report SET progress = NULL WHERE seq = ${SEQ}`,
  deleteReport: `DELETE FROM ns_report WHERE seq = ${SEQ}`,
  addLog: `INSERT INTO ns_log (seq, line, at, level, message, data)
    VALUES (${SEQ}, ?, ?, ?, ?, ?)`,
  logs: `SELECT at, level, message, data FROM ns_log WHERE seq = ${SEQ} ORDER BY line`,
  deleteLogs: `DELETE FROM ns_log WHERE seq = ${SEQ}`,

  putStep: `INSERT INTO ns_step (seq, name, result) VALUES (${SEQ}, ?, ?)
    ON CONFLICT (seq, name) DO UPDATE SET result = excluded.result`,
  steps: `SELECT name, result FROM ns_step WHERE seq = ${SEQ}`,
  deleteSteps: `DELETE FROM ns_step WHERE seq = ${SEQ}`,

  addLabel: `INSERT INTO ns_label (label, seq) VALUES (?, ${SEQ}) ON CONFLICT DO NOTHING`,
  labelled: `SELECT ${HALVES} FROM ns_label WHERE label = ? AND seq < ${SEQ}
    ORDER BY seq DESC LIMIT ?+0`,
  deleteLabel: `DELETE FROM ns_label WHERE label = ? AND seq = ${SEQ}`,

  reserveOf: `SELECT reserves, exempt FROM ns_reserve WHERE seq = ${SEQ}`,
  putReserve: `INSERT INTO ns_reserve (seq, reserves, exempt) VALUES (${SEQ}, ?, ?)
    ON CONFLICT (seq) DO UPDATE SET reserves = excluded.reserves, exempt = excluded.exempt`,
  deleteReserve: `DELETE FROM ns_reserve WHERE seq = ${SEQ}`,

  foldDay: `INSERT INTO ns_history (day, kind, outcome, n, ms, buckets) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (day, kind, outcome) DO UPDATE SET
      n = excluded.n, ms = excluded.ms, buckets = excluded.buckets`,
  dayCount: `SELECT n, ms, buckets FROM ns_history WHERE day = ? AND kind = ? AND outcome = ?`,
  dayCounts: `SELECT day, kind, outcome, n, ms, buckets FROM ns_history WHERE day BETWEEN ? AND ?`,
  tallies: "SELECT tally FROM ns_session WHERE tally <> ''",
} as const
