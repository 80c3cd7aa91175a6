/** A benchmark that runs alone replaces its own rows of the page, and does not pass for one of another machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { document, merged } from '../../../scripts/bench.mjs';

const rows = ['a | b', 'c', 'd'].map((name, i) => ({
  case: name,
  ...{ bar: '≤ 1 s', measured: `${i} s`, note: 'one | two' },
}));

test('rows of one benchmark are replaced where they stand, and new ones follow', () => {
  const c = { ...rows[1]!, measured: '9 s' };
  const e = { ...rows[2]!, case: 'e' };
  expect(merged(document(rows), [e, c])).toBe(document([rows[0]!, c, rows[2]!, e]));
  expect(merged(document(rows), [])).toBe(document(rows));
  expect(merged('', rows)).toBe(document(rows));
});

test('rows that were measured elsewhere say so, and leave the page that of its machine', () => {
  const other = document(rows, '- Machine: another\n- Node 1');
  const text = merged(other, [{ ...rows[1]!, measured: '9 s' }]);
  expect(text).toContain('- Machine: another\n- Node 1\n');
  expect(text).toMatch(/^\| c \| ≤ 1 s \| 9 s \| one \\\| two; measured apart: Machine: .*; Node \d.* \|$/m);
  expect(text.match(/measured apart/g)).toHaveLength(1);
});

test('the page in the repository can be read and written again', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/performance.md'), 'utf8');
  expect(merged(page, [])).toBe(page);
});
