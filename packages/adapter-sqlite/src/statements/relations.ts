import { HALVES, SEQ } from './columns.js'

/** Dedup keys and dependencies. */
export const RELATIONS = {
  dedupHolder: `SELECT ${HALVES}, tail FROM ns_dedup
    WHERE key = ? AND (expires IS NULL OR expires > ?)`,
  takeDedup: `INSERT INTO ns_dedup (key, seq, tail, until, expires) VALUES (?, ${SEQ}, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
      seq = excluded.seq, tail = excluded.tail, until = excluded.until, expires = excluded.expires`,
  releaseDedup: `UPDATE ns_dedup SET expires = until WHERE key = ? AND seq = ${SEQ}`,
  removeDedup: `DELETE FROM ns_dedup WHERE key = ? AND seq = ${SEQ}`,
  sweepDedup: `DELETE FROM ns_dedup WHERE key IN (SELECT key FROM ns_dedup
    WHERE expires IS NOT NULL AND expires <= ? ORDER BY expires LIMIT 4)`,

  addEdge: `INSERT INTO ns_edge (parent, child) VALUES (${SEQ}, ${SEQ}) ON CONFLICT DO NOTHING`,
  deleteEdges: `DELETE FROM ns_edge WHERE child = ${SEQ}`,
  childrenAfter: `SELECT child >> 30 AS hi, child & 1073741823 AS lo FROM ns_edge
    WHERE parent = ${SEQ} AND child > ${SEQ} ORDER BY child LIMIT ?+0`,
  firstChildren: `SELECT child >> 30 AS hi, child & 1073741823 AS lo FROM ns_edge
    WHERE parent = ${SEQ} ORDER BY child LIMIT ?+0`,
  liveChild: `SELECT 1 FROM ns_edge CROSS JOIN ns_job ON ns_job.seq = ns_edge.child
    WHERE ns_edge.parent = ${SEQ} AND ns_job.state < 4 LIMIT 1`,
  awaitParents: `UPDATE ns_edge SET waiting =
      EXISTS (SELECT 1 FROM ns_job WHERE ns_job.seq = ns_edge.parent AND ns_job.state < 4)
    WHERE child = ${SEQ}`,
  isWaiting: `SELECT 1 FROM ns_edge WHERE child = ${SEQ} AND waiting = 1 LIMIT 1`,
  setWaiting: `UPDATE ns_edge SET waiting = ? WHERE parent = ${SEQ} AND child = ${SEQ}
    AND waiting <> ?`,

  unmark: `DELETE FROM ns_release WHERE parent = ${SEQ}`,
  mark: `INSERT INTO ns_release (parent) VALUES (${SEQ})`,
  nextRelease: `SELECT id, parent >> 30 AS hi, parent & 1073741823 AS lo, done < 0 AS fresh,
      done >> 30 AS doneHi, done & 1073741823 AS doneLo
    FROM ns_release ORDER BY id LIMIT 1`,
  releaseTo: `UPDATE ns_release SET done = ${SEQ} WHERE id = ?`,
  released: 'DELETE FROM ns_release WHERE id = ?',
} as const
