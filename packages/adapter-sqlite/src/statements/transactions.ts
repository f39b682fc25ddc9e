export const TRANSACTIONS = {
  begin: 'BEGIN IMMEDIATE',
  beginRead: 'BEGIN',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  savepoint: 'SAVEPOINT ns_host',
  releaseSavepoint: 'RELEASE ns_host',
  rollbackToSavepoint: 'ROLLBACK TO ns_host',

  control: `SELECT heard, observed, sequence, gone,
      EXISTS (SELECT 1 FROM ns_release) AS releasing,
      EXISTS (SELECT 1 FROM ns_limit) AS limited,
      EXISTS (SELECT 1 FROM ns_queue WHERE max_length IS NOT NULL) AS bounded
    FROM ns_control WHERE id = 1`,
} as const
