import { CONTROL } from './columns.js'

export const SESSIONS = {
  openSession: `INSERT INTO ns_session (name, worker, facts, opened, seen, lease_ms, lease, spared)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING`,
  findSession: 'SELECT id, worker FROM ns_session WHERE name = ?',
  session: `SELECT turn, loss, signals, ${CONTROL}
    FROM ns_session CROSS JOIN ns_control ON ns_control.id = 1 WHERE ns_session.id = ?`,
  sessionHeld: 'SELECT held, tally FROM ns_session WHERE id = ?',
  sessionReply: 'SELECT reply FROM ns_session WHERE id = ?',
  openSessions: `SELECT ns_session.name AS id, ns_worker.name AS worker, facts, opened, seen, lease,
      length(held) AS heldLength
    FROM ns_session JOIN ns_worker ON ns_worker.id = ns_session.worker
    WHERE loss IS NULL`,
  allHeld: "SELECT held FROM ns_session WHERE held <> ''",
  endTurn: `UPDATE ns_session SET turn = ?, held = ?, reply = ?, signals = '', seen = ?, tally = ?
    WHERE id = ? AND turn = ?`,
  beat: 'UPDATE ns_session SET lease_ms = ?, lease = ?, seen = ? WHERE id = ?',
  endSession: `UPDATE ns_session SET loss = ?, held_at_end = ?, reply = NULL, tally = ''
    WHERE id = ?`,
  deleteSession: 'DELETE FROM ns_session WHERE id = ?',
  signal: 'UPDATE ns_session SET signals = signals || ? WHERE id = ?',
  lostSessions: `SELECT id, held, tally, loss, held_at_end AS heldAtEnd FROM ns_session
    WHERE id <> ? AND (loss IS NOT NULL
      OR (lease <= ? AND spared <= ? AND ? - ? < lease_ms * 2 / 3))
    ORDER BY id`,
  leaveHeld: 'UPDATE ns_session SET held = ? WHERE id = ?',
  hear: 'UPDATE ns_control SET heard = ? WHERE id = 1',
  spare: `UPDATE ns_session SET spared = ? + lease_ms * 2 / 3
    WHERE ? - ? >= lease_ms * 2 / 3`,
} as const
