/** Sail, which speaks Spark Connect and needs no Java: up in a second or two. And what such a server reads from: a store that speaks S3. */
import { join } from 'node:path';
import { ensureVenv } from '../../../scripts/lib/python.mjs';
import { freePort, startServer, type TestServer } from './process.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const START_SECONDS = 60;

type Missing = { reason: string };

/** @param env catalogues and keys of the server. @returns the server, or why there is none. @throws where the tests may not do without it */
export async function startSail(env: NodeJS.ProcessEnv = {}): Promise<TestServer | Missing> {
  return startModule((port) => ['pysail', 'spark', 'server', '--ip', '127.0.0.1', '--port', String(port)], {
    ...env,
    PYTHONDONTWRITEBYTECODE: '', // to compile the client of Spark once, and not at each start
  });
}

/** An empty store, of Python's `moto`; it takes any key. @returns as `startSail` */
export async function startS3(): Promise<TestServer | Missing> {
  return startModule((port) => ['moto.server', '--host', '127.0.0.1', '--port', String(port)], {
    PYTHONDONTWRITEBYTECODE: '',
  });
}

async function startModule(
  args: (port: number) => string[],
  env: NodeJS.ProcessEnv,
): Promise<TestServer | Missing> {
  const venv = await ensureVenv(REQUIREMENTS);
  if ('reason' in venv) {
    if (process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(venv.reason);
    return venv;
  }
  const port = await freePort();
  const python = join(venv.folder, 'bin', 'python');
  return startServer(python, ['-m', ...args(port)], { port, seconds: START_SECONDS, env });
}
