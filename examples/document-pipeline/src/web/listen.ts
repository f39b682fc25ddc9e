import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page that is being served. */
export interface WebServer {
  /** Without a slash at the end, such as `http://127.0.0.1:8300`. */
  readonly url: string
  /** Frees the port and ends every connection, live streams too. Repeating is harmless. */
  close(): Promise<void>
}

const host = '127.0.0.1'

/** Listens on loopback only; where the port is taken, on any free one. */
export async function listen(answer: RequestListener, port: number): Promise<WebServer> {
  const server = await open(answer, port).catch((error: unknown) => {
    if (isTaken(error)) return open(answer, 0)
    throw error
  })
  const { port: chosen } = server.address() as AddressInfo
  return { url: `http://${host}:${chosen}`, close: () => close(server) }
}

async function open(answer: RequestListener, port: number): Promise<Server> {
  const server = createServer(answer).listen(port, host)
  await once(server, 'listening')
  return server
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
