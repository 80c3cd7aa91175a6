/** Lists in which nothing can be ranked are told by the key that names them. */
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/data/dataset.ts';
import { rowParts } from '../../../src/evaluation/arms/fields.ts';
import { checkUsers } from '../../../src/evaluation/describe/score.ts';
import { type SpecInput, SpecSchema } from '../../../src/specfile/schema.ts';
import { type TestRow, testDataset } from '../../support/dataset.ts';

/** Ten users with both classes each, in turn; the last fifth of the 200 rows is evaluated. */
const rows = Array.from({ length: 200 }, (_, i): TestRow => {
  return { user: i % 10, item: i % 7, time: i * 1e6, label: Math.floor(i / 10) % 2 };
});
const data = testDataset(rows);

function check(metric: SpecInput['metric'], groupOf?: (row: number) => number): void {
  const group = groupOf && Uint32Array.from(rows, (_, row) => groupOf(row));
  const log = {
    path: 'log.csv',
    user: 'user',
    item: 'item',
    label: 'y',
    time: 't',
    ...(group && { group: 'req' }),
  };
  const dataset: Dataset = { ...data, group };
  checkUsers(dataset, SpecSchema.parse({ version: 1, log, metric }), rowParts(data.part));
}

describe('checkUsers', () => {
  it.each(['gauc', 'ndcg', 'recall'] as const)('refuses lists of one row each for %s', (metric) => {
    expect(() => check(metric, (row) => row)).toThrow(
      /^All 40 lists of `req` hold one class \(one row each\), so there is nothing to rank in them: name another `log\.group`/,
    );
  });

  it('refuses lists of one class, and counts those of one row', () => {
    const group = (row: number) => (row === 199 ? 99 : Math.floor(row / 10));
    expect(() => check('gauc', group)).toThrow(
      /^All 5 lists of `req` hold one class \(1 of one row\), so there is nothing to rank/,
    );
  });

  it('names the group where the lists with both classes are those of one user', () => {
    const group = (row: number) => (row % 10 === 0 ? 1000 : row);
    expect(() => check('gauc', group)).toThrow(
      /^Only 1 of the 37 lists of `req` holds both classes, of one user alone, .*name another `log\.group`/,
    );
  });

  it('points at the key', () => {
    const where = (): unknown => {
      try {
        check('gauc', (row) => row);
      } catch (error) {
        return (error as { where: unknown }).where;
      }
      return undefined;
    };
    expect(where()).toEqual({ specPath: ['log', 'group'] });
  });

  it('takes the rows of users where there is no group, and lists with both classes', () => {
    expect(() => check('gauc')).not.toThrow();
    expect(() => check('gauc', (row) => row % 10)).not.toThrow();
    expect(() => check('auc', (row) => row)).not.toThrow();
  });
});
