/** What `npm test` counts and names, from a real run of a few small tests. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { counts, remarks } from '../../../scripts/test.mjs';
import type { Tally } from '../../support/tally.ts';

const root = join(import.meta.dirname, '../../..');

const tests = `import { expect, it } from 'vitest';
import { again } from ${JSON.stringify(join(root, 'test/e2e/harness/wait.ts'))};
let tries = 0;
it('is there at once', () => expect(1).toBe(1));
it('is there in the end', { retry: 2 }, () => {
  tries += 1;
  expect(tries, 'tries').toBe(3);
});
it('does a step again', async () => {
  const step = async (attempt) => {
    if (attempt < 3) throw new Error('no menu\\nat all');
    return attempt;
  };
  expect(await again(4, step)).toBe(3);
});
it('never is', { retry: 1 }, () => expect(1).toBe(2));
it('needs an editor', (context) => context.skip('none is there'));
it.for([])('has nothing to say', () => {});
`;

it('counts what passes, fails and is skipped, and names what passes on a second try only', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-tally-')));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'some.test.ts'), tests);
    const file = join(folder, 'tally.json');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--root', folder, `--reporter=${join(root, 'test/support/tally.ts')}`];
    spawnSync(process.execPath, args, { cwd: folder, env: { ...process.env, LIS_TALLY: file } });
    const tally: Tally = JSON.parse(readFileSync(file, 'utf8'));
    expect(counts(tally)).toBe(
      '3 passed, 1 failed, 1 skipped, 1 passed on a second try only, 2 steps done again',
    );
    expect(remarks(tally)).toEqual([
      'failed    some.test.ts: never is (expected 1 to be 2 // Object.is equality)',
      'skipped   some.test.ts: needs an editor (none is there)',
      'retried   some.test.ts: is there in the end (passed on try 3; at first: tries: expected 1 to be 3 // Object.is equality)',
      'again     some.test.ts: does a step again (some.test.ts:14: no menu)',
      'again     some.test.ts: does a step again (some.test.ts:14: no menu)',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
