/** Twice as many keys take about twice the time, not four times: 20,000 are read while someone types. */
import { describe, expect, it } from 'vitest';
import { dataProblems } from '../../../src/specfile/authoring/data-problems.ts';
import type { ColumnFacts } from '../../../src/specfile/authoring/facts.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';

const MANY = 20_000;
/** Of this process's CPU time, since others may use the machine too: far above what it takes, far below what the square of the number would. */
const LONGEST_MS = 30_000;
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const list = (line: (i: number) => string): string =>
  Array.from({ length: MANY }, (_, i) => line(i)).join('');
const spec = (log: string, sources = '') =>
  `version: 1\nlog:\n  path: log.csv\n  user: u\n  item: i\n  label: y\n  time: t\n${log}split: {evaluate: 20%}\n${sources}`;

describe('20,000', () => {
  it.each([
    ['features', spec(`  features: [${list((i) => `f${i}, `)}]\n`), 0],
    ['features of one name', spec(`  features:\n${list(() => '    - f\n')}`), MANY - 1],
    ['unknown keys', spec(list((i) => `  key${i}: 1\n`)), MANY],
    ['keys of one name', spec(list(() => '  group: g\n')), MANY - 1],
    [
      'sources of one name',
      spec('', `sources:\n${list(() => '  - {name: s, build: co-click}\n')}`),
      MANY - 1,
    ],
    ['keys around the spec', `${list((i) => `k${i}: 1\n`)}lis:\n${spec('').replace(/^(?=.)/gm, '  ')}`, 0],
  ])('%s are parsed', (_, text, problems) => {
    const from = cpuMs();
    expect(parseSpec(text).problems).toHaveLength(problems);
    expect(cpuMs() - from).toBeLessThan(LONGEST_MS);
  });

  it('columns are looked up, and 100 of the wrong ones get a suggestion', () => {
    const column = (name: string): ColumnFacts => ({
      name,
      type: 'BIGINT',
      family: 'integer',
      distinct: 1,
      nulls: 0,
      isoShare: 0,
      examples: [],
    });
    const names = ['u', 'i', 'y', 't', ...Array.from({ length: MANY }, (_, i) => `column_${i}x`)];
    const facts = {
      files: [{ path: 'log.csv', bytes: 1 }],
      rows: 1,
      complete: true,
      columns: names.map(column),
    };
    const parsed = parseSpec(spec(`  features: [${list((i) => `column_${i}y, `)}]\n`));
    const from = cpuMs();
    const problems = dataProblems(parsed, () => ({ missing: [], facts }));
    expect(cpuMs() - from).toBeLessThan(LONGEST_MS);
    expect(problems).toHaveLength(MANY);
    expect(problems.filter(({ suggestion }) => suggestion !== undefined)).toHaveLength(100);
    expect(problems[7]?.message).toBe('no column `column_7y` in log.csv; did you mean `column_7x`?');
  });
});
