import { onBench } from './bench.js'
import { compareWithMemory, type ModelOptions } from './model/compare.js'
import type { RuleId } from './rule-ids.js'
import { RULES } from './rules/all.js'
import type { CreateSubject } from './subject.js'

/** The test runner's two words; vitest, node:test and bun:test all have them. */
export interface Runner {
  describe(name: string, body: () => void): unknown
  it(name: string, body: () => Promise<void>): unknown
}

export interface StorageUnderTest {
  readonly create: CreateSubject
  readonly runner: Runner
  readonly model?: ModelOptions
}

/** A rule of the contract, or the comparison with the memory storage. */
export type CheckId = RuleId | 'model'

interface Check {
  readonly id: CheckId
  readonly statement: string
  run(): Promise<void>
}

function checksOf(create: CreateSubject, model?: ModelOptions): readonly Check[] {
  const rules = RULES.map(({ id, statement, check }) => ({
    id,
    statement,
    run: () => onBench(create, check),
  }))
  const statement = 'random commands are answered as the memory storage answers them'
  return [...rules, { id: 'model', statement, run: () => compareWithMemory(create, model) }]
}

/** Registers a test for every rule of the storage contract, each on a storage of its own. */
export function describeStorage(name: string, { create, runner, model }: StorageUnderTest): void {
  runner.describe(`${name} keeps the storage contract`, () => {
    for (const { id, statement, run } of checksOf(create, model)) {
      runner.it(`${id}: ${statement}`, run)
    }
  })
}

export interface RunOptions {
  /** Check these only. Default: everything. */
  readonly only?: readonly CheckId[]
  readonly model?: ModelOptions
}

export interface RuleResult {
  readonly rule: CheckId
  readonly statement: string
  /** How the storage breaks the rule; absent when it keeps it. */
  readonly error?: Error
}

/** Checks the rules without a test runner, one after the other. */
export async function runRules(
  create: CreateSubject,
  { only, model }: RunOptions = {},
): Promise<readonly RuleResult[]> {
  const results: RuleResult[] = []
  for (const { id, statement, run } of checksOf(create, model)) {
    if (only && !only.includes(id)) continue
    const error = await errorOf(run)
    results.push({ rule: id, statement, ...(error && { error }) })
  }
  return results
}

async function errorOf(run: () => Promise<void>): Promise<Error | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
