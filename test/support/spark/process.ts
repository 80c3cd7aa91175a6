/** A server of Spark Connect as a process of its own, on a port of this machine alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Characters of what a server printed that a fault tells. */
const MOST_SAID = 2000;

export interface TestServer {
  /** `host:port` */
  target: string;
  pid: number;
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

export interface ServerOptions {
  port: number;
  /** In which it must listen. */
  seconds: number;
  env?: NodeJS.ProcessEnv;
  /** File for what it prints; nothing is kept where absent. */
  log?: string;
  /** The folder that it works in. */
  cwd?: string;
}

/** @throws where it does not listen in time */
export async function startServer(
  program: string,
  args: readonly string[],
  { port, seconds, env, log, cwd }: ServerOptions,
): Promise<TestServer> {
  const out = log === undefined ? 'ignore' : openSync(log, 'a');
  const child = spawn(program, args, {
    stdio: ['ignore', out, out],
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  if (typeof out === 'number') closeSync(out);
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
      const said = log === undefined ? '' : readFileSync(log, 'utf8').slice(-MOST_SAID);
      throw new Error(
        `${program} does not listen (${failed?.message ?? `exit code ${child.exitCode}`})\n${said}`,
      );
    }
    await delay(50);
  }
  return { target: `127.0.0.1:${port}`, pid: child.pid ?? 0, stop };
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
