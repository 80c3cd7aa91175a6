/** A real server of Spark Connect for tests: Sail, which needs no Java, on a port of its own of this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureVenv } from '../../../scripts/lib/python.mjs';

export interface TestServer {
  /** `host:port` */
  target: string;
  stop(): Promise<void>;
}

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const START_MS = 60_000;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** @returns the server, or why there is none. @throws where the tests may not do without it */
export async function startSail(port?: number): Promise<TestServer | { reason: string }> {
  const venv = await ensureVenv(REQUIREMENTS);
  if ('reason' in venv) {
    if (process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(venv.reason);
    return venv;
  }
  const chosen = port ?? (await freePort());
  const args = ['-m', 'pysail', 'spark', 'server', '--ip', '127.0.0.1', '--port', String(chosen)];
  const child = spawn(join(venv.folder, 'bin', 'python'), args, { stdio: 'ignore' });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const server = { target: `127.0.0.1:${chosen}`, stop: () => ended(child, kill) };
  const deadline = performance.now() + START_MS;
  while (!(await answers(chosen))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await server.stop();
      throw new Error(`Sail did not start (exit code ${child.exitCode})`);
    }
    await delay(50);
  }
  return server;
}

async function ended(child: ChildProcess, kill: () => void): Promise<void> {
  process.removeListener('exit', kill);
  if (child.exitCode !== null || child.signalCode !== null) return;
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
