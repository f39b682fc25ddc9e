import { type Duration, PRIORITIES, type Priority } from '@nightshift/core'
import { z } from 'zod'

const NAME_CHARACTERS = 128

/** A job's or a queue's name; whether there is such a one is not asked here. */
export const name = z
  .string({ error: 'must be one text' })
  .regex(/^[\w.:/-]+$/, { error: 'must have letters, digits or . : / _ - only' })
  .max(NAME_CHARACTERS, { error: `must have at most ${NAME_CHARACTERS} characters` })

/** Values separated by commas, or the parameter given several times, or both. */
export const oneOrMore = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((part) => part.split(',')))
    .pipe(z.array(z.enum(values, { error: `must be of ${values.join(', ')}` })))

export const priority = z.union([z.enum(PRIORITIES), z.literal([0, 1, 2, 3, 4])], {
  error: `must be one of ${PRIORITIES.join(', ')}, or 0 to 4`,
}) satisfies z.ZodType<Priority>

const LONGEST_MS = 1e14

/** Bounded, so that what it is added to stays a date. */
export const duration = z.custom<Duration>(
  (value) =>
    typeof value === 'number'
      ? value >= 0 && value <= LONGEST_MS
      : typeof value === 'string' &&
        /^\d{1,11}(\.\d{1,3})?(ms|s)$|^\d{1,5}(\.\d{1,3})?[mhdw]$/.test(value),
  { error: "must be milliseconds as a number, or a text such as '30s', '5m' or '2h'" },
)

/** Why a person did something; kept with the job. */
export const reason = z.string({ error: 'must be one text' }).max(500, {
  error: 'must have at most 500 characters',
})
