/** Events and the audit. */
export const CHRONICLE = {
  observe: 'UPDATE ns_control SET observed = ?, sequence = ?, gone = ? WHERE id = 1',
  eventsUntil: 'UPDATE ns_control SET sequence = ? WHERE id = 1',
  addEvent: `INSERT INTO ns_event (sequence, at, type, job, name, queue, tenant, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  eventsAfter: `SELECT sequence, at, type, job, name, queue, tenant, data FROM ns_event
    WHERE sequence > ? ORDER BY sequence LIMIT ?+0`,
  firstEvent: 'SELECT min(sequence) AS sequence FROM ns_event',
  eventTime: 'SELECT at FROM ns_event WHERE sequence = ?',
  forgetEvents: `DELETE FROM ns_event WHERE at <= ? AND sequence BETWEEN
    (SELECT min(sequence) FROM ns_event) AND (SELECT min(sequence) FROM ns_event) + ?`,
  clearEvents: 'DELETE FROM ns_event WHERE sequence >= 0',

  addAudit: 'INSERT INTO ns_audit (at, who, action, target, why, detail) VALUES (?, ?, ?, ?, ?, ?)',
  forgetAudit: 'DELETE FROM ns_audit WHERE number <= (SELECT max(number) FROM ns_audit) - ?',
  auditBelow: `SELECT number, at, who, action, target, why, detail FROM ns_audit
    WHERE number < ? ORDER BY number DESC LIMIT ?+0`,
} as const
