import { describe, expect, it } from 'vitest';
import { columnPath } from '../../../../src/specfile/authoring/column-places.ts';
import { parseSpec } from '../../../../src/specfile/reading/parse.ts';
import { isGone, placeOf } from '../../../../src/vscode/findings/place.ts';
import { exampleFinding } from '../../../fixtures/audit.ts';

const TEXT = `version: 1
log:
  path: clicks.csv
  user: u
  item: i
  label: click
  time: ts
  features: [hour, {name: dwell_ms, type: numeric}]
split: {evaluate: 20%, slices: 10}
sources:
  - {name: joined, columns: [ctr_7d, price]}
  - {name: co-click, build: co-click}
`;

function placed(text: string, more: Parameters<typeof exampleFinding>[0]): string {
  const { start, end } = placeOf(exampleFinding(more), parseSpec(text))!;
  return text.slice(start.offset, end.offset);
}

describe('a finding in a spec', () => {
  it('stands where the audit saw it', () => {
    const specPath = ['log', 'features', 1];
    expect(placed(TEXT, { specPath })).toBe('{name: dwell_ms, type: numeric}');
    expect(placed(TEXT, { target: 'ctr_7d', specPath: ['sources', 0, 'columns', 0] })).toBe('ctr_7d');
  });

  it('follows its column to another place', () => {
    const moved = TEXT.replace('[hour, {name: dwell_ms', '[{name: dwell_ms').replace(
      'ctr_7d, price',
      'price, ctr_7d',
    );
    expect(placed(moved, { specPath: ['log', 'features', 1] })).toBe('{name: dwell_ms, type: numeric}');
    expect(placed(moved, { target: 'ctr_7d', specPath: ['sources', 0, 'columns', 0] })).toBe('ctr_7d');
  });

  it('stands on the log where the spec does not read the column', () => {
    expect(placed(TEXT, { target: 'later' })).toBe('clicks.csv');
  });

  it('is gone with a column that the spec read', () => {
    const dwell = exampleFinding({ specPath: ['log', 'features', 1] });
    const excluded = TEXT.replace(', {name: dwell_ms, type: numeric}', '');
    expect([TEXT, excluded].map((text) => isGone(dwell, parseSpec(text)))).toEqual([false, true]);
    expect(isGone(exampleFinding({ target: 'later' }), parseSpec(TEXT))).toBe(false);
  });

  it('of the split stands on the split, or on the log without one', () => {
    const split = { code: 'random-split', about: 'split', target: 'split', specPath: ['split'] } as const;
    expect(placed(TEXT, { ...split, specPath: [...split.specPath] })).toBe('{evaluate: 20%, slices: 10}');
    const without = TEXT.replace(/^split.*\n/m, '');
    expect(placed(without, { ...split, specPath: [...split.specPath] })).toBe('clicks.csv');
  });

  it('finds a column in the lists of the log, of sources, and of the tables', () => {
    const { value } = parseSpec(`${TEXT}items: {path: i.csv, key: i, features: [genre]}\n`);
    expect(columnPath('price', value)).toEqual(['sources', 0, 'columns', 1]);
    expect(columnPath('genre', value)).toEqual(['items', 'features', 0]);
    expect(columnPath('nothing', value)).toBeUndefined();
  });
});
