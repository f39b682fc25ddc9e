import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'

/** Stands between client and server; what passes can be swallowed without a word to either side. */
export interface HalfOpenProxy {
  readonly port: number
  /** Connections open now become half-open: nothing passes, nothing is closed. New ones work. */
  swallow(): void
  close(): void
}

export async function halfOpenProxy(target: number): Promise<HalfOpenProxy> {
  const sockets = new Set<Socket>()
  let generation = 0
  const server = createServer((client) => {
    const born = generation
    const upstream = connectTo(target, '127.0.0.1')
    const pass = (from: Socket, to: Socket) => {
      sockets.add(from)
      from.on('error', () => {})
      from.on('data', (bytes) => {
        if (born === generation) to.write(bytes)
      })
      from.on('close', () => to.destroy())
    }
    pass(client, upstream)
    pass(upstream, client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    port: (server.address() as AddressInfo).port,
    swallow() {
      generation += 1
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
