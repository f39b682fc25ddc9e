import type { Argument, Connection, Reply } from './connection.js'
import type { Command, CommandAnswer, JobId } from './contract.js'
import { stateOf } from './letters.js'

/** Commands for more jobs than this are split, so that others may come in between. */
const JOBS_AT_ONCE = 500

export async function command(
  connection: Connection,
  ids: readonly JobId[],
  order: Command,
): Promise<readonly CommandAnswer[]> {
  const answers: CommandAnswer[] = []
  for (let from = 0; from < ids.length; from += JOBS_AT_ONCE) {
    const part = ids.slice(from, from + JOBS_AT_ONCE)
    const replies = await connection.run('command', [...orderArguments(order), ...part])
    answers.push(...(replies as readonly Reply[]).map(answerOf))
  }
  return answers
}

function orderArguments(order: Command): readonly [string, Argument, Argument] {
  switch (order.type) {
    case 'cancel':
      return [order.type, order.reason, '']
    case 'retry':
      return [order.type, order.headStartMs, '']
    case 'reprioritise':
      return [order.type, order.priority, order.headStartMs]
    default:
      return [order.type, '', '']
  }
}

function answerOf(reply: Reply): CommandAnswer {
  const [status, letter = '', holder] = reply as readonly string[]
  switch (status) {
    case 'q':
      return { status: 'requested' }
    case 'n':
      return { status: 'not-found' }
    case 'r':
      return { status: 'refused', state: stateOf(letter), ...(holder && { holder }) }
    default:
      return { status: 'done', state: letter === 'd' ? 'deleted' : stateOf(letter) }
  }
}
