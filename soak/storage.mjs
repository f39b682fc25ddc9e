import { redisStorage } from '@nightshift/adapter-redis'
import { sqliteStorage } from '@nightshift/adapter-sqlite'

/** The store that parent and workers share. */
export const openStorage = ({ storage, file, url }) =>
  storage === 'sqlite' ? sqliteStorage({ file }) : redisStorage({ url })
