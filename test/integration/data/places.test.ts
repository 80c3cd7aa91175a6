/** Where the rows of a log stand in its files, for the audit. */
import { describe, expect, it } from 'vitest';
import { engineUnderTest } from '../../support/engine.ts';
import { random } from '../../support/random.ts';
import { csv, folderWith, load, runContext, specOf } from './support.ts';

/** Rows in no order of time, each with its number as a feature. */
const rows = (from: number, many: number) => {
  const draw = random(from + 7);
  return Array.from({ length: many }, (_, at) => ({
    ...{ user: at % 7, item: at % 11, y: at % 2, t: Math.floor(draw() * 1e6), n: from + at },
  }));
};

describe('places', () => {
  it('count the rows through the files, whatever order time puts them in', async () => {
    const folder = folderWith({ 'a.csv': csv(rows(0, 3000)), 'b.csv': csv(rows(3000, 2000)) });
    const spec = specOf({ path: ['a.csv', 'b.csv'], features: [{ name: 'n', type: 'numeric' }] });
    const data = await engineUnderTest().load(spec, folder, runContext(), { places: true });
    const [numbers] = data.features;
    expect(numbers?.type === 'numeric' && [...numbers.values]).toEqual([...data.place!]);
    expect([...data.place!].slice(0, 50)).not.toEqual([...data.place!].slice(0, 50).sort((a, b) => a - b));
  });

  it('are not there where nobody asked', async () => {
    expect(await load(folderWith({ 'log.csv': csv(rows(0, 200)) }))).not.toHaveProperty('place');
  });
});
