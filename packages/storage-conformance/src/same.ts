import assert from 'node:assert/strict'

/** Answers are data: absent and `undefined` fields are the same, and prototypes do not matter. */
export const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value))

export const assertSame = (actual: unknown, expected: unknown, message?: string): void =>
  assert.deepEqual(plain(actual), plain(expected), message)

/** Only the fields named in `expected` count. */
export function assertIncludes<T extends object>(
  actual: T,
  expected: Partial<{ [K in keyof T]: T[K] | undefined }>,
  message?: string,
): void {
  const fields = Object.keys(expected) as (keyof T)[]
  const seen = Object.fromEntries(fields.map((field) => [field, actual[field]]))
  assertSame(seen, expected, message)
}

export const idsOf = (jobs: readonly { readonly id: string }[]): readonly string[] =>
  jobs.map(({ id }) => id)
