import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PART } from '../../../src/data/dataset.ts';
import { engineUnderTest } from '../../support/engine.ts';
import { runContext, specOf } from './support.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const data = resolve(root, process.env['LIS_REFERENCE_DATA'] ?? '../shared/data');
const there = existsSync(data);

if (!there && process.env['LIS_TEST_REQUIRE'] === 'all') {
  it('finds the reference data', () => expect.fail(`no reference data in ${data} (LIS_REFERENCE_DATA)`));
}

// Facts of the data sets' own documentation.
describe.skipIf(!there)(`reference data${there ? '' : ` is absent (${data}): skipped`}`, () => {
  it.each([
    ['ml-100k', 100_000, 943, 1682, '1997-09', '1998-04'],
    ['ml-latest-small', 100_836, 610, 9724, '1996-03', '2018-09'],
  ])('%s', async (name, rows, users, items, first, last) => {
    const log = {
      path: 'ratings.parquet',
      user: 'user_id',
      item: 'item_id',
      label: 'rating >= 4',
      time: 'ts',
    };
    const table = { path: 'items.parquet', key: 'item_id', features: ['genres'] };
    const spec = specOf(log, { split: { evaluate: '20%', slices: 10 }, items: table });
    const dataset = await engineUnderTest().load(spec, resolve(data, name), runContext());
    expect([dataset.rows, dataset.users, dataset.items]).toEqual([rows, users, items]);
    const timeline = dataset.timeline!;
    expect(timeline).toMatchObject({ unit: 'unix seconds', slices: 10 });
    const month = (micros: number) => new Date(micros / 1000).toISOString().slice(0, 7);
    expect([month(timeline.time[0] as number), month(timeline.evaluateTo)]).toEqual([first, last]);
    // Rows of equal time stay together, so parts are near the round numbers and not on them.
    const share = (part: number) => dataset.part.filter((p) => p === part).length / rows;
    expect(share(PART.evaluate)).toBeCloseTo(0.2, 3);
    expect(share(PART.validate)).toBeCloseTo(0.1, 3);
    expect(timeline.cut).toBe(timeline.sliceStarts[8]);
    expect(dataset.warnings.map(({ code }) => code)).toEqual(['list-as-category']);
  });

  it('mind-sample: text ids, request groups, calendar slices', async () => {
    const log = { user: 'user_id', item: 'item_id', label: 'label', time: 'ts', group: 'impression_id' };
    const spec = specOf(
      { ...log, path: 'impressions.parquet' },
      { split: { from: '2019-11-14', slices: 'daily' } },
    );
    const dataset = await engineUnderTest().load(spec, resolve(data, 'mind-sample'), runContext());
    expect(dataset.rows).toBe(189_359);
    expect(new Set(dataset.group).size).toBe(5000);
    expect(dataset.timeline?.slices).toBe(6);
    const clicks = dataset.label.reduce((sum, y) => sum + y, 0);
    expect(clicks / dataset.rows).toBeCloseTo(0.0398, 4);
  });

  it('obd-small: timestamps with a zone', async () => {
    const log = { path: 'impressions.parquet', user: 'item_id', item: 'item_id', label: 'click', time: 'ts' };
    const dataset = await engineUnderTest().load(specOf(log), resolve(data, 'obd-small'), runContext());
    expect(dataset.rows).toBe(40_000);
    expect(dataset.timeline?.unit).toBe('timestamp with time zone');
    expect(dataset.label.reduce((sum, y) => sum + y, 0)).toBe(207);
  });
});
