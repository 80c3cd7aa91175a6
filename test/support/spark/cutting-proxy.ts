/** A connection that breaks once: it passes on what a server sends, and is cut when so many bytes have gone through. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  /** `host:port` */
  target: string;
  cuts(): number;
  stop(): void;
}

export async function startCutting(target: string, afterBytes: number): Promise<CuttingProxy> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let passed = 0;
  let cuts = 0;
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
      if (passed < afterBytes || cuts > 0) return;
      cuts++;
      here.resetAndDestroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    target: `127.0.0.1:${(server.address() as { port: number }).port}`,
    cuts: () => cuts,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
