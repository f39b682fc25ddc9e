import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { redisStorage } from '../src/index.js'
import type { CreateStorage } from './bench.js'
import { dependencyRules } from './rules/dependencies.js'
import { enqueueRules } from './rules/enqueueing.js'
import { fairnessRules } from './rules/fairness.js'
import { keepingRules } from './rules/keeping.js'
import { limitStormRules } from './rules/limit-storm.js'
import { limitRules } from './rules/limits.js'
import { ruleOn } from './rules/rule.js'
import { sessionRules } from './rules/sessions.js'
import { watchingRules } from './rules/watching.js'
import { hasRedis, type TestServer, testServer } from './server.js'

/** What the conformance kit does not ask, because it is hard for this storage only. */
describe.skipIf(!hasRedis)('redisStorage keeps the rules of', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer()
  })
  beforeEach(() => server.flush())
  afterAll(() => server.stop())

  const create: CreateStorage = async (clock) => {
    const storage = redisStorage({ url: server.url, clock })
    await storage.open()
    return storage
  }
  const rule = ruleOn(create)
  describe('dependencies', () => dependencyRules(rule))
  describe('limits', () => limitRules(rule))
  describe('many limits at once', () => limitStormRules(rule))
  describe('enqueueing', () => enqueueRules(rule))
  describe('sessions', () => sessionRules(rule))
  describe('keeping', () => keepingRules(rule))
  describe('watching', () => watchingRules(rule))
  describe('fairness', () => fairnessRules(rule))
})
