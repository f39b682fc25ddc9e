import { CONTROL } from './columns.js'

export const TRANSACTIONS = {
  begin: 'BEGIN IMMEDIATE',
  beginRead: 'BEGIN',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  savepoint: 'SAVEPOINT ns_host',
  releaseSavepoint: 'RELEASE ns_host',
  rollbackToSavepoint: 'ROLLBACK TO ns_host',

  control: `SELECT ${CONTROL} FROM ns_control WHERE id = 1`,
} as const
