/** A server of Spark Connect as a process of its own, on a port of this machine alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface TestServer {
  /** `host:port` */
  target: string;
  /** Ends the process, and waits for its end. */
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** @param seconds in which it must listen. @throws where it does not */
export async function startServer(
  program: string,
  args: readonly string[],
  { port, seconds, env }: { port: number; seconds: number; env?: NodeJS.ProcessEnv },
): Promise<TestServer> {
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  let failed: Error | undefined;
  child.on('error', (error) => {
    failed = error;
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.removeListener('exit', kill);
    await ended(child);
  };
  const deadline = performance.now() + seconds * 1000;
  while (!(await answers(port))) {
    if (failed !== undefined || child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${program} does not listen (${failed?.message ?? `exit code ${child.exitCode}`})`);
    }
    await delay(50);
  }
  return { target: `127.0.0.1:${port}`, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
