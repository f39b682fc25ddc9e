import { describeStorage } from '@nightshift/storage-conformance'
import { describe, it } from 'vitest'
import { memoryStorage } from '../../src/storage/memory/memory-storage.js'

describeStorage('memory', {
  create(clock) {
    const storage = memoryStorage({ clock })
    return { storage, connect: () => storage.connect(), dispose: async () => {} }
  },
  runner: { describe, it },
})
