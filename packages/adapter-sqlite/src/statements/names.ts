const KIND = `SELECT ns_kind.id, ns_kind.queue AS queueId, ns_queue.name AS queue, ns_kind.name
  FROM ns_kind JOIN ns_queue ON ns_queue.id = ns_kind.queue`

export const NAMES = {
  queueByName: 'SELECT id FROM ns_queue WHERE name = ?',
  addQueue: `INSERT INTO ns_queue (id, name)
    VALUES ((SELECT coalesce(max(id), 0) + 1 FROM ns_lane), ?) RETURNING id`,
  addPlainLane: "INSERT INTO ns_lane (id, queue, keys) VALUES (?, ?, '')",
  kindByName: 'SELECT id FROM ns_kind WHERE queue = ? AND name = ?',
  addKind: 'INSERT INTO ns_kind (queue, name) VALUES (?, ?) RETURNING id',
  kindById: `${KIND} WHERE ns_kind.id = ?`,
  kindsLike: `${KIND} WHERE (? IS NULL OR ns_queue.name = ?) AND (? IS NULL OR ns_kind.name = ?)`,
  workerByName: 'SELECT id FROM ns_worker WHERE name = ?',
  addWorker: 'INSERT INTO ns_worker (name) VALUES (?) RETURNING id',
  workerById: 'SELECT name FROM ns_worker WHERE id = ?',
  laneByKeys: 'SELECT id FROM ns_lane WHERE queue = ? AND keys = ?',
  addLane: 'INSERT INTO ns_lane (queue, keys) VALUES (?, ?) RETURNING id',
} as const
