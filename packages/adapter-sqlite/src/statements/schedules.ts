const SCHEDULE = 'SELECT id, revision, definition, state, due, dependents FROM ns_schedule'
const OCCURRENCE = 'SELECT schedule, nominal, run, state, detail, job, ended FROM ns_occurrence'

export const SCHEDULES = {
  allSchedules: `${SCHEDULE} ORDER BY id`,
  scheduleAt: `${SCHEDULE} WHERE id = ?`,
  dueSchedules: `${SCHEDULE} WHERE due IS NOT NULL ORDER BY due, id LIMIT ?+0`,
  putSchedule: `INSERT INTO ns_schedule (id, revision, definition, state, due, dependents)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,
      definition = excluded.definition, state = excluded.state, due = excluded.due,
      dependents = excluded.dependents`,
  moveSchedule: `UPDATE ns_schedule SET revision = revision + 1, state = ?, due = ? WHERE id = ?`,
  wakeSchedule: `UPDATE ns_schedule SET revision = revision + 1, due = min(coalesce(due, ?), ?)
    WHERE id = ?`,
  deleteSchedule: 'DELETE FROM ns_schedule WHERE id = ?',
  deleteOccurrences: 'DELETE FROM ns_occurrence WHERE schedule = ?',

  putOccurrence: `INSERT INTO ns_occurrence (schedule, nominal, run, state, detail, job, ended)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (schedule, nominal, run) DO UPDATE SET
      state = excluded.state, detail = excluded.detail, job = excluded.job, ended = excluded.ended`,
  markOccurrence: `UPDATE ns_occurrence SET state = ?, ended = ?
    WHERE schedule = ? AND nominal = ? AND run = ? AND job = ?`,
  newestOccurrences: `${OCCURRENCE} WHERE schedule = ? AND nominal >= ? AND nominal < ?
    AND (? IS NULL OR instr(?, '"' || state || '"') > 0)
    ORDER BY nominal DESC, run DESC LIMIT ?+0`,
  oldestOccurrences: `${OCCURRENCE} WHERE schedule = ? AND nominal >= ? AND nominal < ?
    AND (? IS NULL OR instr(?, '"' || state || '"') > 0)
    ORDER BY nominal, run LIMIT ?+0`,
  endedOccurrences: `SELECT nominal, run FROM ns_occurrence
    WHERE schedule = ? AND nominal < ? AND state NOT IN ('waiting', 'enqueued')
    ORDER BY nominal, run LIMIT ?+0`,
  deleteOccurrence: 'DELETE FROM ns_occurrence WHERE schedule = ? AND nominal = ? AND run = ?',
} as const
