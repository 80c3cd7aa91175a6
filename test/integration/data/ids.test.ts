/** Ids beside vectors in files without names: `.npy` and JSON lists. */
import { describe, expect, it } from 'vitest';
import { engineUnderTest } from '../../support/engine.ts';
import { npyFile, npyIds } from '../../support/npy.ts';
import { type Embeddings, shownVectors } from './item-files-support.ts';
import { csv, failureOf, folderWith, load, logRows, runContext, specOf } from './support.ts';

const spec: Embeddings = { name: 'e', embeddings: 'v.npy', ids: 'ids.npy', item: 'a' };
const rows = logRows(60);
/** Items 0 to 10 of the log, called by `name`; vectors of the items 1, 2 and 7. */
const setup = (name: (item: number) => string, ids: Record<string, string | Uint8Array>) =>
  folderWith({
    'log.csv': csv(rows.map((row) => ({ ...row, item: name(row.item) }))),
    'v.npy': npyFile([
      [3, 4],
      [0, 2],
      [1, 0],
    ]),
    ...ids,
  });
const loadIds = (folder: string, ids = 'ids.npy') => load(folder, {}, { sources: [{ ...spec, ids }] });
const expected = (name: (item: number) => string) =>
  [
    [1, '0.6 0.8'],
    [2, '0 1'],
    [7, '1 0'],
  ].map(([item, vector]) => `${name(Number(item))}: ${vector}`);
const plain = (item: number) => String(item);

describe('ids in .npy', () => {
  it.each(['|i1', '|u1', '<i2', '>i2', '<u2', '<i4', '>u4', '<i8', '>i8', '<u8'] as const)(
    'are integers of the type %s',
    async (descr) => {
      const folder = setup(plain, { 'ids.npy': npyIds([1, 2, 7], descr) });
      expect(shownVectors(await loadIds(folder))).toEqual(expected(plain));
    },
  );

  it('keep integers that a double cannot tell apart', async () => {
    const big = (item: number) => String(2n ** 63n + BigInt(item));
    const ids = [1, 2, 7].map((item) => BigInt(big(item)));
    const folder = setup(big, { 'ids.npy': npyIds(ids, '<u8') });
    expect(shownVectors(await loadIds(folder))).toEqual(expected(big));
  });

  it.each(['<U', '>U', '|S'] as const)('are texts of the type %s, of any script', async (descr) => {
    const name = (item: number) => `${'é🎬'.repeat(item % 3)}item${item}`;
    const folder = setup(name, { 'ids.npy': npyIds([1, 2, 7].map(name), descr) });
    expect(new Set(shownVectors(await loadIds(folder)))).toEqual(new Set(expected(name)));
  });

  it('may be a column of one', async () => {
    const folder = setup(plain, { 'ids.npy': npyIds([1, 2, 7], '<i8', '3, 1') });
    expect(shownVectors(await loadIds(folder))).toEqual(expected(plain));
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'floats',
      npyFile([[1], [2], [7]]),
      /holds <f4, not integers or texts: save it with \.astype\('int64'\) or/,
    ],
    [
      'objects',
      npyFile([[1]], { header: "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }" }),
      /holds Python objects, not integers or texts/,
    ],
    ['a matrix', npyIds([1, 2, 7, 8], '<i8', '2, 2'), /its shape is \(2, 2\), not one id per row/],
    ['a part', npyIds([1, 2, 7], '<i8').subarray(0, -3), /it is cut short \(149 bytes instead of 152\)/],
    ['bytes that are not UTF-8', latin(), /ids\.npy, row 2: the text is not UTF-8/],
    ['fewer ids than vectors', npyIds([1, 2], '<i8'), /v\.npy holds 3 vectors, but ids\.npy 2 ids/],
  ])('are refused as %s', async (_, bytes, message) => {
    const folder = setup(plain, { 'ids.npy': bytes });
    const failure = await failureOf(loadIds(folder));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ kind: 'data', where: { specPath: ['sources', 0, 'ids'] } });
    // `check` sees it too.
    const spec0 = specOf({}, { sources: [spec] });
    const checked = await failureOf(engineUnderTest().check(spec0, folder, runContext()));
    expect(checked.message).toBe(failure.message);
  });
});

function latin(): Uint8Array {
  const bytes = Buffer.from(npyIds(['ab', 'cd', 'ef'], '|S'));
  bytes[bytes.length - 3] = 0xe9;
  return bytes;
}

describe('ids as a JSON list', () => {
  it.each<[string, string, (item: number) => string]>([
    ['integers', '[1, 2, 7]', plain],
    ['integers over several lines, with .0', '\uFEFF[\n 1.0,\n 2.0,\n 7.0\n]\n', plain],
    ['texts', '["i\\u0031", "i2","i7" ]', (item) => `i${item}`],
    [
      'integers of 30 digits',
      `[${'9'.repeat(29)}1, ${'9'.repeat(29)}2, ${'9'.repeat(29)}7]`,
      (item) => '9'.repeat(29) + item,
    ],
  ])('are %s', async (_, text, name) => {
    const short = (item: number) => name(item % 10);
    const folder = setup(short, { 'ids.json': text });
    expect(shownVectors(await loadIds(folder, 'ids.json'))).toEqual(expected(short));
  });

  it.each<[string, string, RegExp]>([
    ['another kind of value', '[1, true, 7]', /ids\.json, row 2: this is not an integer or a text/],
    ['fractions', '[1, 2.5, 7]', /ids\.json, row 2: this is not an integer/],
    [
      'a part',
      '["a", "b", "c"',
      /ids\.json, row 3: this is not an integer or a text, or the list is cut short/,
    ],
    ['more than a list', '[1, 2, 7] [8]', /ids\.json, row 4: this is not/],
    ['both kinds', '[1, "2", 7]', /ids\.json holds integers and texts: write all ids in one way/],
    ['too many', '[1, 2, 7, 8]', /v\.npy holds 3 vectors, but ids\.json 4 ids/],
    ['none', '[]', /ids\.json holds no items/],
    ['records', '[{"a": 1}]', /it must hold one JSON object per line/],
  ])('are refused as %s', async (_, text, message) => {
    const failure = await failureOf(loadIds(setup(plain, { 'ids.json': text }), 'ids.json'));
    expect(failure.message).toMatch(message);
    expect(failure.kind).toBe('data');
  });

  it('are not a log', async () => {
    const failure = await failureOf(load(folderWith({ 'log.json': '[1, 2]' }), { path: 'log.json' }));
    expect(failure).toMatchObject({ code: 'json-list', kind: 'data' });
  });
});
