/** How soon a program ends that does not want to: measured with nothing of the suite beside it. */
import { expect, it } from 'vitest';
import { isAlive } from '../../fixtures/alive.ts';
import { secondHere } from '../../support/second.ts';
import { node, run } from './node-program.ts';

it.skipIf(process.platform === 'win32')(
  'a program that ignores every request to end is ended within a second, with all that it started',
  async () => {
    const deaf = `for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(name, () => {});
      setInterval(() => {}, 1000);`;
    const script = `${deaf}
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(
        `${deaf} console.log(process.pid)`,
      )}], { stdio: 'inherit' });
      console.log(process.pid);`;
    const abort = new AbortController();
    let aborted = 0;
    const { text, end } = await run(node(script), abort.signal, (so) => {
      if (so.trim().split('\r\n').length < 2 || abort.signal.aborted) return;
      aborted = performance.now();
      abort.abort();
    });
    const took = performance.now() - aborted;
    expect(took).toBeLessThan(secondHere());
    expect(end).toMatchObject({ reason: 'signal SIGKILL' });
    const pids = text.trim().split('\r\n').map(Number);
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.filter(isAlive), { timeout: 30_000 }).toEqual([]);
  },
);
