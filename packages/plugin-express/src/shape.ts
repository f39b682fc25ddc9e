import type { z } from 'zod'
import { type Issue, Problem } from './problem.js'

/** @throws Problem `INVALID_PARAMETER` that names every parameter that is unknown or wrong */
export function queryAs<T>(schema: z.ZodType<T>, query: URLSearchParams): T {
  const given: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name)
    given[name] = values.length === 1 ? (values[0] as string) : values
  }
  return checked(schema, { ...given }, 'INVALID_PARAMETER', 'address')
}

/** @throws Problem `INVALID_BODY` that names every member that is unknown, missing or wrong */
export const bodyAs = <T>(schema: z.ZodType<T>, body: unknown): T =>
  checked(schema, body, 'INVALID_BODY', 'body')

function checked<T>(schema: z.ZodType<T>, value: unknown, code: string, where: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.flatMap(readable)
  const list = issues.map(({ path, message }) => (path ? `${path} ${message}` : message))
  throw new Problem(400, code, `The ${where} has mistakes: ${list.join('; ')}.`, {
    members: { issues },
  })
}

function readable(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }]
  return issue.keys.map((key) => ({
    path: [...path, key].join('.'),
    message: 'is not known here',
  }))
}
