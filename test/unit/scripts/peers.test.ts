/** The page of the comparison with other tools, from what its sides print; the sides themselves take minutes and gigabytes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CASES } from '../../../scripts/bench-peers.mjs';
import { measuredOf, peersPage } from '../../../scripts/lib/peers-page.mjs';
import { root } from '../../../scripts/lib/project.mjs';

const ours = {
  ...{ how: 'four | recipes', cpuSeconds: 2, seconds: 3, rate: 3e6 },
  ...{ peakBytes: 100e6, startBytes: 50e6, auc: 0.7, error: 0.00123 },
};
const theirs = {
  ...ours,
  how: 'Peer 1.2',
  cpuSeconds: 8,
  seconds: 6,
  rate: 12_000,
  peakBytes: 400e6,
  auc: 0.71,
};

test('the last line of what a side prints is its measurement', () => {
  expect(measuredOf(`a warning\n${JSON.stringify(ours)}\n`)).toEqual(ours);
});

test('what is no measurement is refused with its text', () => {
  expect(() => measuredOf('Traceback: no module\n')).toThrow(
    'no measurement in the output:\nTraceback: no module',
  );
  expect(() => measuredOf(JSON.stringify({ ...ours, peakBytes: null }))).toThrow('has no peakBytes');
  expect(() => measuredOf(JSON.stringify({ ...ours, how: undefined }))).toThrow('has no how');
  expect(() => measuredOf('')).toThrow('no measurement');
});

test('a case has a row for each side, and one for each comparison', () => {
  const [first] = CASES;
  const sides = [
    { title: 'LIS Lens', measured: ours },
    { title: 'Peer', measured: theirs },
  ];
  const page = peersPage('- Machine: a', 'Rows: 7.', [
    { ...first!, title: 'A case', about: 'Both add.', cores: 'One core', sides },
  ]);
  expect(page).toContain('- Machine: a\n\nRows: 7.\n\n## A case\n\nBoth add. One core.\n\n');
  expect(page).toContain(
    '| LIS Lens | 3.00 M/s | 2.00 s | 3.00 s | 100 MB (50 MB) | 0.7000 ± 0.00123 | four \\| recipes |\n' +
      '| Peer | 12 k/s | 8.00 s | 6.00 s | 400 MB (50 MB) | 0.7100 ± 0.00123 | Peer 1.2 |\n' +
      '| LIS Lens against Peer | 250 × | 4.00 × as fast | 2.00 × as fast | 0.25 × | −0.0100 |  |\n',
  );
});

test('gains of arms stand behind the AUC, and what a side does not say is a dash', () => {
  const { rate: _, auc: __, error: ___, ...bare } = ours;
  const sides = [
    { title: 'LIS Lens', measured: { ...bare, gains: { honest: 0.01, placebo: -0.002 } } },
    { title: 'Peer', measured: bare },
  ];
  const page = peersPage('', '', [{ ...CASES[0]!, sides }]);
  expect(page).toContain('| honest +0.0100, placebo −0.0020 | four \\| recipes |');
  expect(page).toContain('| Peer | — | 2.00 s | 3.00 s | 100 MB (50 MB) | — |');
  expect(page).toContain('| LIS Lens against Peer | — | 1.00 × as fast | 1.00 × as fast | 1.00 × | — |  |');
});

test('every case names programs that are there, and every package of theirs has one version', () => {
  const programs = join(root, 'test', 'peers', 'programs');
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  for (const { peers } of CASES)
    for (const { program } of peers) expect(existsSync(join(programs, program[0]!)), program[0]).toBe(true);
  const requirements = readFileSync(join(programs, 'requirements.txt'), 'utf8').trim().split('\n');
  for (const line of requirements) expect(line).toMatch(/^[a-z-]+==\d+(\.\d+)+$/);
});
