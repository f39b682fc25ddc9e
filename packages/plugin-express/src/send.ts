import type { ServerResponse } from 'node:http'
import { PROBLEM_TYPE, type Problem, problemDocument } from './problem.js'
import type { Answer } from './route.js'

export function send(response: ServerResponse, answer: Answer): void {
  if ('stream' in answer) {
    begin(response, answer)
    response.flushHeaders()
    answer.stream(response)
  } else if ('json' in answer) {
    const text = JSON.stringify(answer.json)
    begin(response, answer, { 'Content-Type': 'application/json; charset=utf-8' })
    finish(response, text)
  } else {
    begin(response, answer)
    finish(response, answer.content)
  }
}

/** Where an answer has begun, the only honest end left is to break it off. */
export function sendProblem(response: ServerResponse, problem: Problem, url: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  begin(response, problem, { 'Content-Type': PROBLEM_TYPE })
  finish(response, JSON.stringify(problemDocument(problem, url.split('?')[0] as string)))
}

function begin(
  response: ServerResponse,
  { status, headers = {} }: Pick<Answer, 'headers' | 'status'>,
  more: Readonly<Record<string, string>> = {},
): void {
  response.statusCode = status
  for (const [name, value] of Object.entries({ ...more, ...headers })) {
    response.setHeader(name, value)
  }
}

function finish(response: ServerResponse, content: string): void {
  if (response.statusCode !== 304) response.setHeader('Content-Length', Buffer.byteLength(content))
  response.end(content)
}
