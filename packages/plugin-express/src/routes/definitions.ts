import type { JobDefinition } from '@nightshift/core'
import { json, type Route } from '../route.js'

export const definitionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/definitions',
    role: 'viewer',
    summary: 'List the jobs that can be submitted, with the JSON Schema of their inputs',
    handle: (_request, { host }) => json(200, { items: host.definitions.map(described) }),
  },
]

function described({ name, queue, priority, input }: JobDefinition) {
  const inputSchema = jsonSchemaOf(input)
  return { name, queue, priority, ...(inputSchema !== undefined && { inputSchema }) }
}

/** The part of Standard JSON Schema (standardschema.dev) that is used here. */
interface WithJsonSchema {
  readonly jsonSchema: { input(options: { readonly target: string }): unknown }
}

/** `undefined` where the library has no JSON Schema, or none for this schema (a date, say). */
function jsonSchemaOf(schema: JobDefinition['input']): unknown {
  const standard = schema?.['~standard']
  if (!standard || !hasJsonSchema(standard)) return undefined
  try {
    return standard.jsonSchema.input({ target: 'draft-2020-12' })
  } catch {
    return undefined
  }
}

const hasJsonSchema = (standard: object): standard is WithJsonSchema =>
  typeof (standard as Partial<WithJsonSchema>).jsonSchema?.input === 'function'
