/** What stands between a client and its server: passes everything on, and does something once when so many bytes have come from the server. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TestProxy {
  /** `host:port` */
  target: string;
  /** Bytes that the server has sent. */
  bytes(): number;
  /** Whether it has done what it should once. */
  done(): boolean;
  stop(): void;
}

/** @param at bytes, @param act what then happens, once; what it is given breaks the connection, as a network does */
export async function startProxy(
  target: string,
  at: number,
  act: (cut: () => void) => void,
): Promise<TestProxy> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let passed = 0;
  let done = false;
  const server = createServer((here) => {
    const there = connect(Number(port), host);
    for (const socket of [here, there]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        here.destroy();
        there.destroy();
      });
    }
    here.pipe(there);
    there.pipe(here);
    there.on('data', (bytes) => {
      passed += bytes.length;
      if (passed < at || done) return;
      done = true;
      act(() => here.resetAndDestroy());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    target: `127.0.0.1:${(server.address() as { port: number }).port}`,
    bytes: () => passed,
    done: () => done,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
