import type { IncomingHttpHeaders } from 'node:http'
import { parse as parseContentType } from 'content-type'
import getRawBody from 'raw-body'
import secureJson from 'secure-json-parse'
import type { HostRequest } from './host.js'
import { Problem } from './problem.js'

/** Deeper nesting than this is an attack on whoever walks it, not data. */
export const MAX_DEPTH = 32

/**
 * The request's JSON, `undefined` where there is no body. Takes what the host has already parsed.
 * @throws Problem for another content type, too many bytes, or JSON that is broken or hostile
 */
export async function readBody(request: HostRequest, maxBytes: number): Promise<unknown> {
  const { headers } = request
  if (!hasBody(headers)) return undefined
  requireJson(headers)
  if (Number(headers['content-length']) > maxBytes) throw tooLarge(maxBytes)
  const content = request.body === undefined ? await readBytes(request, maxBytes) : request.body
  const value = content instanceof Uint8Array ? parse(decode(content)) : harmless(content)
  if (isDeeperThan(MAX_DEPTH, value)) {
    throw new Problem(
      400,
      'BODY_TOO_DEEP',
      `The JSON is nested more than ${MAX_DEPTH} levels deep. Send it flatter.`,
    )
  }
  return value
}

const hasBody = (headers: IncomingHttpHeaders) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0

function requireJson(headers: IncomingHttpHeaders): void {
  const { type, parameters } = parseContentType(headers['content-type'] ?? '')
  const charset = parameters.charset?.toLowerCase() ?? 'utf-8'
  const encoding = headers['content-encoding'] ?? 'identity'
  if (type === 'application/json' && charset === 'utf-8' && encoding === 'identity') return
  throw new Problem(
    415,
    'NOT_JSON',
    'Send the body as JSON in UTF-8, not compressed, with the header Content-Type: application/json.',
    { headers: { Accept: 'application/json', Connection: 'close' } },
  )
}

async function readBytes(request: HostRequest, limit: number): Promise<Uint8Array> {
  try {
    return await getRawBody(request, { limit, length: request.headers['content-length'] ?? null })
  } catch (cause) {
    const { type } = cause as { readonly type?: string }
    if (type === 'entity.too.large') throw tooLarge(limit)
    throw new Problem(400, 'BODY_UNREADABLE', 'The body did not arrive whole. Send it again.', {
      cause,
      headers: { Connection: 'close' },
    })
  }
}

const tooLarge = (limit: number) =>
  new Problem(
    413,
    'BODY_TOO_LARGE',
    `The body has more than ${limit} bytes. Store large data elsewhere and submit where it is.`,
    // What is still on its way is not read to its end.
    { headers: { Connection: 'close' } },
  )

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid('is not UTF-8')
  }
}

function parse(text: string): unknown {
  try {
    return secureJson.parse(text)
  } catch {
    throw invalid('is not JSON, or has a key such as __proto__')
  }
}

/** What the host parsed is data, or text when it uses `express.text()`. */
function harmless(content: unknown): unknown {
  if (typeof content === 'string') return parse(content)
  if (typeof content !== 'object' || content === null) return content
  try {
    return secureJson.scan(content as Record<string, unknown>)
  } catch {
    throw invalid('has a key such as __proto__')
  }
}

const invalid = (what: string) =>
  new Problem(400, 'INVALID_JSON', `The body ${what}. Send one JSON object.`)

function isDeeperThan(limit: number, value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    )
  }
  return false
}
