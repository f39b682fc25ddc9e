import { LANES } from './columns.js'

export const QUEUES = {
  claimView: `SELECT paused,
      EXISTS (SELECT 1 FROM ns_lane WHERE ns_lane.queue = ns_queue.id AND keys > '') AS laned,
      (SELECT due FROM ns_job WHERE ns_job.queue = ns_queue.id AND state = 2
        ORDER BY due LIMIT 1) AS nextDue
    FROM ns_queue WHERE id = ?`,
  queueAt: 'SELECT paused, max_length AS maxLength, length FROM ns_queue WHERE id = ?',
  allQueues: 'SELECT id, name, paused, max_length AS maxLength FROM ns_queue ORDER BY name',
  pauseQueue: 'UPDATE ns_queue SET paused = ? WHERE id = ?',
  boundQueue: 'UPDATE ns_queue SET max_length = ?, length = ? WHERE id = ?',
  noteBounded: `UPDATE ns_control SET bounded =
    EXISTS (SELECT 1 FROM ns_queue WHERE max_length IS NOT NULL) WHERE id = 1`,
  lengthen: 'UPDATE ns_queue SET length = length + ? WHERE id = ? AND max_length IS NOT NULL',
  waitingDues: `SELECT coalesce(ns_job.due, ns_job.enqueued) AS due
    FROM ns_lane CROSS JOIN ns_job ON ns_job.lane = ns_lane.id AND ns_job.state = 1
    WHERE ns_lane.queue = ? AND ${LANES} LIMIT ?+0`,
  countDueDelayed: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 2 AND due <= ?',
  countWaiting: `SELECT count(*) AS n
    FROM ns_lane CROSS JOIN ns_job ON ns_job.lane = ns_lane.id AND ns_job.state = 1
    WHERE ns_lane.queue = ? AND ${LANES}`,
  countDelayed: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 2',
  countBlocked: 'SELECT count(*) AS n FROM ns_job WHERE queue = ? AND state = 0',
} as const
