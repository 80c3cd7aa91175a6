/** Profiles of columns as a look gives them, and what is inferred of them. */
import type { ColumnProfile, DataProfile } from '../../../src/data/profile.ts';
import type { TimeFact } from '../../../src/data/time-facts.ts';
import { infer } from '../../../src/draft/infer.ts';
import type { Inferred } from '../../../src/draft/inferred.ts';

export const ROWS = 1000;

export const column = (name: string, over: Partial<ColumnProfile> = {}): ColumnProfile => ({
  name,
  type: 'BIGINT',
  family: 'integer',
  distinct: 50,
  nulls: 0,
  isoShare: 0,
  min: '1',
  max: '50',
  median: 25,
  examples: ['1'],
  ...over,
});
export const binary = (name: string): ColumnProfile =>
  column(name, {
    distinct: 2,
    values: [
      { value: '0', share: 0.9 },
      { value: '1', share: 0.1 },
    ],
  });
export const seconds = (name: string): ColumnProfile =>
  column(name, { distinct: 900, min: '1573257673', max: '1573775413' });
export const text = (name: string, over: Partial<ColumnProfile> = {}): ColumnProfile =>
  column(name, { type: 'VARCHAR', family: 'text', ...over });
export const rating = (name: string, min: string, max: string, median = 3): ColumnProfile =>
  column(name, { family: 'float', type: 'FLOAT', distinct: 10, min, max, median });

export const profile = (...columns: ColumnProfile[]): DataProfile => ({
  files: [{ path: 'log.csv', bytes: 1 }],
  rows: ROWS,
  complete: true,
  headless: false,
  columns,
});
/** What a look would find of `seconds` and of typed columns. */
const timesOf = (columns: readonly ColumnProfile[]) =>
  new Map(
    columns.flatMap((found): [string, TimeFact][] => {
      const { name, family, min } = found;
      if (family === 'timestamp') return [[name, { kind: 'timestamp', grain: 0, ownClock: false }]];
      const unix = min === '1573257673';
      return unix ? [[name, { kind: 'unix seconds', grain: 0, ownClock: false }]] : [];
    }),
  );
export const inferAll = (found: DataProfile): Inferred => infer(found, timesOf(found.columns));
export const inferred = (...columns: ColumnProfile[]): Inferred => inferAll(profile(...columns));
export const WHOLE = [column('user_id'), column('item_id'), binary('click'), seconds('ts')];
