/** What every engine says of vectors of items, and which it takes. */
import { describe, expect, it } from 'vitest';
import {
  binaryVectors,
  pairedRows,
  vectorColumn,
  vectorType,
} from '../../../../src/data/policy/vector-files.ts';
import { VectorTally } from '../../../../src/data/policy/vector-tally.ts';
import {
  LEFT_OUT_FAULTS,
  noVectors,
  oneLength,
  REFUSED_FAULTS,
  refusedVectors,
  type VectorsAt,
  vectorsFit,
  vectorsLeftOut,
} from '../../../../src/data/policy/vectors.ts';

const specPath = ['sources', 0, 'vector'];
const table: VectorsAt = { name: 'source e (v.csv)', file: 'v.csv', specPath, item: 'id', vector: 'v' };
const npy: VectorsAt = { name: 'model m (ids.csv)', file: 'v.npy', specPath, item: 'id' };
const raised = (fields: object) => expect.objectContaining(fields);

describe('a vector', () => {
  const scaled = (...numbers: number[]) => {
    const tally = new VectorTally();
    return { scale: tally.scale(7, Float64Array.from(numbers), 0, numbers.length), tally };
  };

  it('gets the length 1, from where it stands among others', () => {
    const tally = new VectorTally();
    expect(tally.scale(0, Float32Array.of(9, 3, 4, 9), 1, 2)).toBe(1 / 5);
    expect([...tally.lengths]).toEqual([[2, 1]]);
    expect(tally.counts).toEqual({ missing: 0, zero: 0, unreadable: 0, notFinite: 0 });
  });

  it.each([
    ['missing', [], 0],
    ['zero', [0, 0], 1],
    ['notFinite', [1, Number.NaN], 1],
    ['notFinite', [Number.NEGATIVE_INFINITY], 1],
    ['notFinite', [3.5e38], 1],
    ['notFinite', [3e38, 3e38], 1],
  ] as const)('is %s: %j', (fault, numbers, ofSomeLength) => {
    const { scale, tally } = scaled(...numbers);
    expect(scale).toBeUndefined();
    expect(tally.counts[fault]).toBe(1);
    expect(tally.rows[fault]).toEqual([7]);
    expect(tally.lengths.size).toBe(ofSomeLength);
  });

  it('may be as long as a float of 32 bits', () => {
    expect(scaled(3.4028234663852886e38).scale).toBeGreaterThan(0);
  });

  it('is counted, though no more than the first thousand rows of a fault are remembered', () => {
    const tally = new VectorTally();
    for (let row = 0; row < 1500; row++) tally.note('unreadable', row);
    expect([tally.counts.unreadable, tally.rows.unreadable.length, tally.rows.unreadable.at(-1)]).toEqual([
      1500, 1000, 999,
    ]);
  });
});

describe('vectors', () => {
  it('end a run, or are left out, by their fault', () => {
    expect([REFUSED_FAULTS, LEFT_OUT_FAULTS]).toEqual([
      ['unreadable', 'notFinite'],
      ['missing', 'zero'],
    ]);
  });

  it.each([
    [
      refusedVectors(table, 'unreadable', 1, ['3']),
      '1 row has text that is not a list of numbers in `v` of source e (v.csv) (`id` = 3): write [0.1, -2].',
    ],
    [
      refusedVectors(table, 'notFinite', 1200, ['3', '17']),
      '1,200 rows have a vector with NaN, infinite, unreadable or too large numbers (above 3.4e38) in `v` of source e (v.csv) (`id` = 3, 17): correct or remove them.',
    ],
    [
      refusedVectors({ ...table, isText: true }, 'notFinite', 1, []),
      '1 row has a vector with NaN, infinite, unreadable or too large numbers (above 3.4e38) in `v` of source e (v.csv) (`id` = missing): correct or remove them; numbers of a text stand between commas, as in [0.1, -2].',
    ],
    [
      refusedVectors(npy, 'notFinite', 2, ['3']),
      '2 rows have a vector with NaN, infinite, unreadable or too large numbers (above 3.4e38) in model m (ids.csv) (`id` = 3): correct or remove them.',
    ],
  ])('are refused: %#', (failure, message) => {
    expect(failure).toMatchObject({ kind: 'data', code: 'bad-vector', message });
    expect(failure.where.specPath).toEqual(specPath);
  });

  it('are left out, and counted', () => {
    expect(vectorsLeftOut(table, 'missing', 2, ['3', '4'])).toEqual({
      code: 'missing-vectors',
      message: 'Rows of source e (v.csv) with no vector are left out (`id` = 3, 4).',
      count: 2,
    });
    expect(vectorsLeftOut(table, 'zero', 1, [])).toEqual({
      code: 'zero-vectors',
      message:
        'Rows of source e (v.csv) with a vector of zeros, which has no direction, are left out (`id` = missing).',
      count: 1,
    });
    expect(noVectors(npy)).toMatchObject({
      code: 'no-vectors',
      message:
        'No item of the log has a vector in model m (ids.csv): all of its vectors are missing or zero.',
      where: { file: 'v.npy', specPath },
    });
  });

  it('have one length', () => {
    expect(oneLength(table, new Map([[3, 5]]))).toBeUndefined();
    const lengths = new Map([2, 3, 4, 5, 6, 7].map((length) => [length, length === 4 ? 1000 : 1]));
    expect(() => oneLength(table, lengths)).toThrowError(
      raised({
        code: 'ragged-vectors',
        message:
          'The vectors of source e (v.csv) have several lengths: 1,000 of 4, 1 of 2, 1 of 3, 1 of 5, 1 of 6, and 1 other lengths. Cosines need one.',
      }),
    );
  });

  it('fit into the memory setting', () => {
    expect(vectorsFit(table, 2 ** 20, 2 ** 20)).toBeUndefined();
    expect(() => vectorsFit(table, 2 ** 31 + 1, 2 ** 20)).toThrowError(
      raised({
        kind: 'resource',
        code: 'memory-limit',
        message:
          'The vectors of source e (v.csv) need 2,049 MB, more than the memory setting of 1 MB; raise it, or write shorter vectors.',
      }),
    );
  });
});

describe('a file of vectors', () => {
  const at = ['models', 0];
  const column = { name: 'v', file: 'v.csv', specPath };

  it('is a table with a column of vectors, or .npy with ids', () => {
    expect(vectorColumn({ name: 'e', vector: 'v' }, at, undefined)).toBe('v');
    expect(vectorColumn({ name: 'e', ids: ['ids.csv'] }, at, undefined)).toBeUndefined();
  });

  it.each([
    [
      { name: 'e' },
      undefined,
      'no-vector',
      'embeddings',
      'Model e: `vector` is missing: name the column that holds the vectors.',
    ],
    [
      { name: 'e', ids: ['ids.csv'], vector: 'v' },
      'v.csv',
      'ids-without-npy',
      'ids',
      'Model e: `ids` belongs to .npy, but v.csv is a table: name its `item` and `vector` columns, and remove `ids`.',
    ],
    [
      { name: 'e', ids: ['ids.csv'], vector: 'v' },
      undefined,
      'vector-with-npy',
      'vector',
      'Model e: the vectors are the rows of the .npy file: remove `vector`.',
    ],
  ])('is not both, or neither: %j beside %s', (spec, beside, code, key, message) => {
    const where = { specPath: [...at, key] };
    expect(() => vectorColumn(spec, at, beside)).toThrowError(
      raised({ kind: 'usage', code, message, where }),
    );
  });

  it('is of a source, too', () => {
    expect(() => vectorColumn({ name: 'e' }, ['sources', 1], undefined)).toThrowError(/^Source e: /);
  });

  it('holds lists of numbers, or text', () => {
    const code = 'bad-vector-column';
    expect(vectorType(column, { words: 'lists', type: 'array<string>' }, true)).toMatchObject({
      code,
      message:
        '`v` in v.csv holds lists of values that are not numbers (array<string>): a vector is a list of numbers, or text such as [0.1, -2].',
    });
    expect(vectorType(column, { words: 'dates', type: 'date' }, false)).toMatchObject({
      code,
      message: '`v` in v.csv holds dates (date): a vector is a list of numbers, or text such as [0.1, -2].',
      where: { file: 'v.csv', specPath },
    });
    expect(binaryVectors(column)).toMatchObject({
      code,
      message: '`v` in v.csv holds binary values: a vector is a list of numbers, or text such as [0.1, -2].',
    });
  });

  it('has as many rows as there are ids', () => {
    const ids = { file: 'ids.csv', rows: 1500, specPath: ['sources', 0, 'ids'] };
    const files = (rows: number) => [
      { file: 'a.npy', rows: 500 },
      { file: 'b.npy', rows },
    ];
    expect(pairedRows(files(1000), ids)).toBeUndefined();
    expect(() => pairedRows(files(999), ids)).toThrowError(
      raised({
        code: 'npy-rows',
        message:
          'a.npy, b.npy holds 1,499 vectors, but ids.csv 1,500 ids: their rows belong together one by one, so write both again.',
        where: { file: 'ids.csv', specPath: ids.specPath },
      }),
    );
  });
});
