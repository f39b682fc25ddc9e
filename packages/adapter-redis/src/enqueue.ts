import type { Connection } from './connection.js'
import { type EnqueueAnswer, MAX_UNIT_JOBS, type NewJob, type UnitReply } from './contract.js'
import { classOf, lineOf, nameOf } from './job-class.js'
import { storedForm } from './stored-form.js'

/** Units of one call of the script hold at most this many jobs together. */
const JOBS_AT_ONCE = 1_000
/** And this many characters of jobs, so that no call keeps the server for long. */
const TEXT_AT_ONCE = 2_000_000

export type JobForm = readonly [string, string, string, string]
type Unit = readonly NewJob[]

export async function enqueue(
  connection: Connection,
  units: readonly Unit[],
): Promise<readonly UnitReply[]> {
  const plain = units.length === 1 && units[0]?.length === 1 ? units[0][0] : undefined
  if (plain) {
    const reply = await addPlain(connection, plain)
    if (reply) return [reply]
  }
  const replies: UnitReply[] = []
  for (const part of portions(units)) {
    const args = unitArguments(part.map(({ forms }) => forms))
    const answers = await connection.run('enqueue', args)
    // Plain jobs are all stored, or else the script answers for each unit.
    if (answers === 'stored') replies.push(...part.map(({ unit }) => storedReply(unit)))
    else replies.push(...(answers as readonly (readonly string[])[]).map(unitReply))
  }
  return replies
}

export function unitArguments(units: readonly (readonly JobForm[])[]): (string | number)[] {
  const args: (string | number)[] = [units.length]
  for (const forms of units) {
    args.push(forms.length)
    for (const form of forms) args.push(...form)
  }
  return args
}

/** One job that is due now and has nothing special about it has a script of its own. */
async function addPlain(connection: Connection, job: NewJob): Promise<UnitReply | undefined> {
  const [place, tail, due, apart] = storedForm(job)
  const metaAt = tail.indexOf('\n', tail.indexOf('\n') + 1) + 1
  if (due !== '' || apart !== '' || tail[metaAt] !== '\n') return undefined
  const args = [place, tail, lineOf(job.queue), classOf(job.queue, job.name)]
  if ((await connection.run('add', args)) !== 'stored') return undefined
  return storedReply([job])
}

const storedReply = (unit: Unit): UnitReply => ({
  status: 'accepted',
  jobs: unit.map(({ id }) => ({ status: 'stored', id })),
})

interface Portioned {
  readonly unit: Unit
  readonly forms: readonly JobForm[]
}

/** Whole units, as many as fit one call each. */
function* portions(units: readonly Unit[]): Generator<readonly Portioned[]> {
  let part: Portioned[] = []
  let jobs = 0
  let text = 0
  for (const unit of units) {
    if (unit.length > MAX_UNIT_JOBS) {
      throw new RangeError(`A unit holds at most ${MAX_UNIT_JOBS} jobs, not ${unit.length}.`)
    }
    const forms = unit.map(storedForm)
    const length = forms.reduce((sum, [, tail, , input]) => sum + tail.length + input.length, 0)
    const full = jobs + forms.length > JOBS_AT_ONCE || text + length > TEXT_AT_ONCE
    if (full && part.length > 0) {
      yield part
      part = []
      jobs = 0
      text = 0
    }
    part.push({ unit, forms })
    jobs += forms.length
    text += length
  }
  if (part.length > 0) yield part
}

export function unitReply([status, first = '', second = '']: readonly string[]): UnitReply {
  switch (status) {
    case 'taken':
      return { status: 'id-taken', id: first }
    case 'unknown':
      return { status: 'unknown-dependency', id: first, dependency: second }
    case 'full':
      return { status: 'queue-full', queue: nameOf(first), maxLength: Number(second) }
    default:
      return { status: 'accepted', jobs: first === '' ? [] : first.split('\n').map(answerOf) }
  }
}

const STATUSES: Readonly<Record<string, EnqueueAnswer['status']>> = {
  s: 'stored',
  p: 'repeated',
  d: 'duplicate',
  r: 'replaced',
}

const answerOf = (text: string): EnqueueAnswer => ({
  status: STATUSES[text[0] as string] as EnqueueAnswer['status'],
  id: text.slice(1),
})
