export type {
  DriverName,
  Durability,
  SqliteDatabase,
  SqliteStatement,
  SqliteValue,
} from './database.js'
export { type OpenDatabaseOptions, openDatabase } from './open-database.js'
export type { SqliteSource, SqliteStorageOptions } from './options.js'
export { type SqliteStorage, sqliteStorage } from './sqlite-storage.js'
