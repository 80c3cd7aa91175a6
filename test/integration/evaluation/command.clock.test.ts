/** How soon the user's own ranker ends: measured with nothing of the suite beside it. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { isAlive } from '../../fixtures/alive.ts';
import { ProgramWorkspace } from '../../support/program-workspace.ts';
import { secondHere } from '../../support/second.ts';

describe.each([
  ['joint', undefined],
  ['staged', 6000],
] as const)('a program of the user, %s', (training, rows) => {
  let workspace: ProgramWorkspace;
  let pids: string;
  beforeEach(() => {
    workspace = new ProgramWorkspace('lis-ends-', training, rows);
    pids = join(workspace.folder, 'pids');
    process.env['LIS_TEST_PIDS'] = pids;
  });
  afterEach(() => {
    delete process.env['LIS_TEST_PIDS'];
    workspace.remove();
  });

  /** The program and the one that it starts, once both run. */
  async function started(): Promise<number[]> {
    const written = (): number[] =>
      existsSync(pids) ? readFileSync(pids, 'utf8').trim().split(' ').map(Number) : [];
    await expect.poll(() => written().length, { timeout: 50_000 }).toBe(2);
    const found = written();
    rmSync(pids);
    return found;
  }

  const ended = (found: number[]) =>
    expect.poll(() => found.map(isAlive), { timeout: 30_000 }).toEqual([false, false]);

  it('is ended with all that it started where its time is over', async () => {
    const ends = expect(workspace.run(workspace.spec('hang', ', timeout: 3'))).rejects.toMatchObject({
      kind: 'resource',
      code: 'command-timeout',
      message: expect.stringMatching(/was stopped after 3 seconds/),
    });
    const timedOut = await started();
    await ends;
    await ended(timedOut);
  });

  it('is ended with all that it started within a second of the run being cancelled', async () => {
    const abort = new AbortController();
    const run = workspace.run(workspace.spec('hang'), { signal: abort.signal });
    const cancelled = expect(run).rejects.toThrow(Cancelled);
    const running = await started();
    const asked = performance.now();
    abort.abort();
    await cancelled;
    expect(performance.now() - asked).toBeLessThan(secondHere());
    await ended(running);
    expect(workspace.leftOvers()).toEqual([]);
  });
});
