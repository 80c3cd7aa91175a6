/** Sail, which speaks Spark Connect and needs no Java: up in a second or two. */
import { join } from 'node:path';
import { ensureVenv } from '../../../scripts/lib/python.mjs';
import { freePort, startServer, type TestServer } from './process.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const START_SECONDS = 60;

/** @returns the server, or why there is none. @throws where the tests may not do without it */
export async function startSail(): Promise<TestServer | { reason: string }> {
  const venv = await ensureVenv(REQUIREMENTS);
  if ('reason' in venv) {
    if (process.env['LIS_TEST_REQUIRE'] === 'all') throw new Error(venv.reason);
    return venv;
  }
  const port = await freePort();
  const args = ['-m', 'pysail', 'spark', 'server', '--ip', '127.0.0.1', '--port', String(port)];
  const env = { PYTHONDONTWRITEBYTECODE: '' }; // to compile the client of Spark once, and not at each start
  return startServer(join(venv.folder, 'bin', 'python'), args, { port, seconds: START_SECONDS, env });
}
