import { expect, it } from 'vitest';
import { changesInWords } from '../../../src/report/compare-settings.ts';
import { inEnglish } from '../../../src/report/words/translate.ts';

const run = (minute: number, options: Record<string, string | number> | undefined, spec = 'lis.yaml') => ({
  ...{ path: `${spec}-${minute}`, spec, time: `2026-11-30T10:${minute}:00.000Z` },
  options,
});
const BASE = { 'sources.co-click.build': 'co-click', 'sources.co-click.window': 7, seeds: 3 };

it('runs are told apart by what their spec says otherwise than the one before', () => {
  const changes = changesInWords(
    [
      run(50, { ...BASE, 'sources.swing.build': 'swing' }), // the newest first, as lists have them
      run(40, { ...BASE, 'sources.co-click.window': 3, seeds: 5 }),
      run(31, { seeds: 9 }, 'other.lis.yaml'),
      run(30, { ...BASE, 'sources.co-click.window': 3 }),
      run(20, BASE),
      run(15, undefined),
      run(10, BASE),
    ],
    inEnglish,
  );
  expect([...changes]).toEqual([
    ['lis.yaml-30', 'window 7 → 3'],
    ['lis.yaml-40', 'seeds 3 → 5'],
    ['lis.yaml-50', 'window 3 → 7, 2 more'],
  ]);
  expect([...changesInWords([run(10, BASE), run(20, { seeds: 3 })], inEnglish).values()]).toEqual([
    'co-click removed',
  ]);
  const more = { ...BASE, 'sources.co-click.shrinkage': 5 };
  expect([...changesInWords([run(10, BASE), run(20, more)], inEnglish).values()]).toEqual([
    'shrinkage not given → 5',
  ]);
});
