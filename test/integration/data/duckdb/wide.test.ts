/** Tables of very many columns: their codes are looked up a few at a time. */
import { describe, expect, it } from 'vitest';
import type { FeatureColumn } from '../../../../src/data/dataset.ts';
import { csv, folderWith, load, logRows } from '../support.ts';

const COLUMNS = 60;
const LETTERS = ['a', 'b', 'c', 'd', 'e'];

/** One of column `f`'s letters, or none: other columns hold others. */
const letter = (f: number, row: number): string => LETTERS[(row * (f + 1) + f) % 7] ?? '';
const names = (prefix: string) => Array.from({ length: COLUMNS }, (_, f) => `${prefix}${f}`);
const letters = (prefix: string, row: number) =>
  Object.fromEntries(names(prefix).map((name, f) => [name, letter(f, row)]));

const codesOf = (feature: FeatureColumn | undefined) =>
  feature?.type === 'categorical' ? [...feature.codes] : undefined;

describe('sixty categorical features', () => {
  it('of the log and of its items get the codes that each would get alone', async () => {
    const log = logRows(80).map((row, i) => ({ ...row, ...letters('f', i), number: i / 2 }));
    const ids = [...new Set(log.map(({ item }) => item))];
    const folder = folderWith({
      'log.csv': csv(log),
      'items.csv': csv(ids.map((id) => ({ id, ...letters('g', id) }))),
    });
    const features = [...names('f'), { name: 'number', type: 'numeric' as const }];
    const items = { path: 'items.csv', key: 'id', features: names('g') };
    const data = await load(folder, { features }, { items });
    const byName = new Map(data.features.map((feature) => [feature.name, feature]));
    const code = (text: string) => LETTERS.indexOf(text) + 1; // all five occur in each column; 0 is missing
    for (let f = 0; f < COLUMNS; f++) {
      expect(codesOf(byName.get(`f${f}`)), `f${f}`).toEqual(log.map((_, i) => code(letter(f, i))));
    }
    const number = byName.get('number');
    expect(number?.type === 'numeric' && [...number.values]).toEqual(log.map((_, i) => i / 2));
    for (let f = 0; f < COLUMNS; f++) {
      const present = [...new Set(ids.map((id) => letter(f, id)))].filter(Boolean).sort();
      const expected = log.map(({ item }) => present.indexOf(letter(f, item)) + 1);
      expect(codesOf(byName.get(`g${f}`)), `g${f}`).toEqual(expected);
    }
  });
});
