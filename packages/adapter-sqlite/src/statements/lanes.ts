import { SEQ } from './columns.js'

const HEAD = 'head >> 30 AS hi, head & 1073741823 AS lo'

export const LANES_SQL = {
  lane: `SELECT id, queue, ${HEAD}, standing, tag, parked FROM ns_lane WHERE id = ?`,
  headOf: `SELECT seq >> 30 AS hi, seq & 1073741823 AS lo, key,
      coalesce(due, enqueued) AS due FROM ns_job
    WHERE lane = ? AND state = 1 ORDER BY key, seq LIMIT 1`,
  setHead: `UPDATE ns_lane SET head = ${SEQ}, standing = ?, tag = ?, parked = ? WHERE id = ?`,
  emptyLane: 'UPDATE ns_lane SET head = NULL, standing = NULL, tag = NULL, parked = 0 WHERE id = ?',
  setTag: 'UPDATE ns_lane SET tag = ? WHERE id = ?',
  openLanes: `SELECT id, ${HEAD}, standing, tag, parked FROM ns_lane
    WHERE queue = ? AND parked = 0 AND head IS NOT NULL ORDER BY standing, head LIMIT ?+0`,
  firstParked: `SELECT id, ${HEAD}, standing, tag, parked FROM ns_lane
    WHERE parked = ? AND parked > 0 AND queue = ? ORDER BY standing, head LIMIT 2`,
  openParked: 'UPDATE ns_lane SET parked = 0 WHERE parked = ? AND parked > 0',

  definition: 'SELECT definition FROM ns_limit_definition WHERE name = ?',
  definitions: 'SELECT definition FROM ns_limit_definition',
  putDefinition: `INSERT INTO ns_limit_definition (name, definition) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET definition = excluded.definition`,
  limitByKey: 'SELECT * FROM ns_limit WHERE key = ?',
  limitById: 'SELECT * FROM ns_limit WHERE id = ?',
  allLimits: 'SELECT * FROM ns_limit',
  addLimit: 'INSERT INTO ns_limit (key, definition) VALUES (?, ?) RETURNING *',
  saveLimit: `UPDATE ns_limit SET definition = ?, running = ?, claims = ?, spent = ?,
    reserved = ?, period_ends = ?, opens = ?, parked = ?, ready = ? WHERE id = ?`,
  readyLimits: 'SELECT id FROM ns_limit WHERE ready = 1',
  openingLimits: 'SELECT key FROM ns_limit WHERE opens IS NOT NULL AND opens <= ?',
  limitsOver: `SELECT key FROM ns_limit WHERE period_ends IS NOT NULL AND period_ends <= ?`,
  limitsDefinedBy: 'SELECT key FROM ns_limit WHERE definition = ?',
  awaitedLimits: `SELECT ns_limit.key FROM ns_limit
    WHERE ns_limit.parked > 0 AND EXISTS (SELECT 1 FROM ns_lane
      WHERE ns_lane.parked = ns_limit.id AND ns_lane.parked > 0 AND ns_lane.queue = ?)`,
} as const
