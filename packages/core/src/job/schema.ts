import { type InputIssue, InvalidInputError } from '../errors.js'

type Validated<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

interface SchemaIssue {
  readonly message: string
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
}

/**
 * The part of Standard Schema v1 (standardschema.dev) that Nightshift needs: what zod, valibot,
 * arktype and others all offer. `Input` is what callers write, `Output` what handlers receive.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Validated<Output> | Promise<Validated<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/**
 * The schema's output for a value.
 * @throws InvalidInputError with every issue the schema found
 */
export async function validate<Output>(
  jobName: string,
  schema: StandardSchema<unknown, Output>,
  value: unknown,
): Promise<Output> {
  const checked = schema['~standard'].validate(value)
  const result = checked instanceof Promise ? await checked : checked
  if (result.issues) throw new InvalidInputError(jobName, result.issues.map(readable))
  return result.value
}

function readable({ path = [], message }: SchemaIssue): InputIssue {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
  return { path: keys.join('.'), message }
}
