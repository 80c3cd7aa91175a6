/** The bounded part of the fuzzer that runs with every test; `npm run fuzz` goes on from there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allCases } from '../fuzz/cases.ts';
import { fuzz } from '../fuzz/fuzz.ts';
import { complaint } from '../fuzz/oracle.ts';
import { random } from '../support/random.ts';

/** As docs/verification.md says. */
const INPUTS = 80;

test('damaged files of every kind end in one sentence, soon', { timeout: 600_000 }, async () => {
  const keepIn = mkdtempSync(join(tmpdir(), 'lis-fuzz-kept-'));
  try {
    const { inputs, failures, codes } = await fuzz({ seed: 1, count: INPUTS, keepIn });
    expect(failures).toEqual([]);
    expect(inputs).toBe(INPUTS);
    expect(Object.keys(codes)).toEqual(['0', '2', '3']); // not all of one kind, or nothing was damaged
  } finally {
    rmSync(keepIn, { recursive: true });
  }
});

test('the same seed damages the same bytes, another one others', async () => {
  for (const { kind, damage } of await allCases()) {
    const [a, b] = [1, 1].map((seed) => damage(random(seed)));
    expect([kind, a!.equals(b!)]).toEqual([kind, true]);
    const others = [2, 3, 4, 5].map((seed) => damage(random(seed)));
    expect([kind, others.some((damaged) => !damaged.equals(a!))]).toEqual([kind, true]);
  }
});

test.each([
  [{ code: 1, stdout: '', stderr: 'lis: gate not met: x\n' }, 'exit code 1'],
  [{ code: 4, stdout: '', stderr: 'lis: an internal error: x\n' }, 'exit code 4'],
  [{ code: 3, stdout: '', stderr: '' }, 'no sentence'],
  [{ code: 3, stdout: '', stderr: 'lis: a.\nlis: b.\n' }, '2 sentences'],
  [{ code: 3, stdout: '', stderr: 'lis: Binder Error: x.\n' }, 'foreign words: Binder Error'],
  [{ code: 3, stdout: '', stderr: 'lis: ENOENT: no such file.\n' }, 'foreign words: ENOENT'],
  [{ code: 0, stdout: 'a\u001b[2J', stderr: '' }, 'a control character is written as it is'],
  [{ code: 3, stdout: '', stderr: 'lis: a.csv has no column `ENOENT`.\n' }, undefined],
  [{ code: 0, stdout: 'fine\n', stderr: '' }, undefined],
])('the oracle judges %j', (outcome, judged) => expect(complaint('evaluate', outcome)).toBe(judged));
