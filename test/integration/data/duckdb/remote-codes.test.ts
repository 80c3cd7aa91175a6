/** Columns that arrive as codes, and vectors that do not arrive, from a cluster that does as the test says. */
import {
  Field,
  Float32,
  Int32,
  Int64,
  List,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import type { ArrowType } from '../../../../src/data/arrow/schema.ts';
import { createDuckDbEngine } from '../../../../src/data/duckdb/engine.ts';
import type { CodeBits, OpenRemote } from '../../../../src/data/remote.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';
import { failureOf, runContext } from '../support.ts';

const TEXT: ArrowType = { kind: 'text', wide: false };
const INTEGER: ArrowType = { kind: 'integer', bits: 32, signed: true };
const fields = [
  { name: 'user', type: TEXT, children: [] },
  { name: 'item', type: INTEGER, children: [] },
  { name: 'y', type: INTEGER, children: [] },
  { name: 't', type: INTEGER, children: [] },
];
const NAMES = ['ann', 'bob', 'eve'];
const users = Array.from({ length: 60 }, (_, i) => NAMES[i % 3] ?? '');
/** One for each row. */
const numbersBy = (numberAt: (row: number) => number): Vector =>
  vectorFromArray(
    users.map((_, row) => numberAt(row)),
    new Int32(),
  );
const codeOf = (value: string, bits: CodeBits): bigint =>
  BigInt(value.charCodeAt(0)) << (bits === 64 ? 40n : 2n);

interface Cluster {
  bits?: CodeBits;
  /** What it says that the different users are, with their codes. */
  values?: [bigint | null, string | null][];
  /** Codes of rows, in place of those of `users`. */
  codes?: (bigint | null)[];
}

function cluster({ bits = 64, values, codes }: Cluster, asked: string[] = []): OpenRemote {
  const said = values ?? NAMES.map((name): [bigint, string] => [codeOf(name, bits), name]);
  const codeVector = (all: readonly (bigint | null)[]): Vector =>
    bits === 64
      ? vectorFromArray(all, new Int64())
      : vectorFromArray(
          all.map((code) => (code === null ? null : Number(code))),
          new Int32(),
        );
  const stream = (columns: Record<string, Vector>) => tableToIPC(new Table(columns), 'stream');
  return async () => ({
    shown: 'db.log',
    fields,
    untyped: false,
    count: async () => users.length,
    codes: async (paths) => paths.map(([at]) => (at === 0 ? bits : undefined)),
    async *values() {
      asked.push('values');
      yield stream({
        code: codeVector(said.map(([code]) => code)),
        value: vectorFromArray(
          said.map(([, value]) => value),
          new Utf8(),
        ),
      });
    },
    async *rows(paths, { codes: coded = [] } = {}) {
      asked.push(coded[0] === undefined ? 'rows' : `rows by ${coded[0]} bits`);
      const sent = codes ?? users.map((name) => codeOf(name, bits));
      const all = [
        coded[0] === undefined ? vectorFromArray(users, new Utf8()) : codeVector(sent),
        numbersBy((row) => row % 7),
        numbersBy((row) => row % 2),
        numbersBy((row) => row),
      ];
      yield stream(Object.fromEntries(paths.map(([at = 0], i) => [`c${i}`, all[at] as Vector])));
    },
  });
}

const input = {
  version: 1,
  engine: { kind: 'spark', url: 'sc://127.0.0.1' },
  log: { path: { table: 'db.log' }, user: 'user', item: 'item', label: 'y', time: 't' },
  split: { evaluate: '30%', slices: 2 },
} as const;
const spec = SpecSchema.parse(input);
const load = (remote: OpenRemote) => createDuckDbEngine({ remote }).load(spec, '/', runContext());

describe('a column that arrives as codes', () => {
  it.each([32, 64] as const)('of %i bits has its values', async (bits) => {
    const asked: string[] = [];
    const data = await load(cluster({ bits }, asked));
    expect([...data.user].map((code) => data.userNames[code])).toEqual(users);
    expect(asked).toEqual(['values', `rows by ${bits} bits`]);
  });

  it('is asked for as it is where two values have the same code', async () => {
    const asked: string[] = [];
    const values: Cluster['values'] = [
      [codeOf('ann', 64), 'ann'],
      [codeOf('bob', 64), 'bob'],
      [codeOf('bob', 64), 'eve'],
    ];
    const data = await load(cluster({ values }, asked));
    expect([...data.user].map((code) => data.userNames[code])).toEqual(users);
    expect(asked).toEqual(['values', 'rows']);
  });

  it('is asked for as it is where a row has a value that was not there before', async () => {
    const asked: string[] = [];
    const values: Cluster['values'] = [
      [codeOf('ann', 64), 'ann'],
      [codeOf('bob', 64), 'bob'],
    ];
    const data = await load(cluster({ values }, asked));
    expect([...data.user].map((code) => data.userNames[code])).toEqual(users);
    expect(asked).toEqual(['values', 'rows by 64 bits', 'rows']);
  });

  it.each([
    ['has a code', codeOf('?', 64)],
    ['has none', null],
  ])('is missing where it is missing there, whether what is missing %s', async (_, none) => {
    const values: Cluster['values'] = [
      ...NAMES.map((name): [bigint, string] => [codeOf(name, 64), name]),
      [none, null],
    ];
    const codes = users.map((name, i) => (i === 2 ? none : codeOf(name, 64)));
    const failure = await failureOf(load(cluster({ values, codes })));
    expect(failure).toMatchObject({ kind: 'data', code: 'missing-user' });
    expect(failure.message).toContain('1 row');
  });
});

/** Vectors of items 0 to 9, of which the log has 0 to 6. @param elsewhere those that stay in the cluster */
function vectors(elsewhere: readonly number[]): OpenRemote {
  const items = Array.from({ length: 10 }, (_, item) => item);
  const list = new List(new Field('item', new Float32(), true));
  const columns: Vector[] = [
    vectorFromArray(items, new Int32()),
    vectorFromArray(
      items.map((item) => (elsewhere.includes(item) ? null : [item, 1])),
      list,
    ),
    vectorFromArray(
      items.map((item) => (elsewhere.includes(item) ? 2 : null)),
      new Int32(),
    ),
  ];
  const float: ArrowType = { kind: 'float', bits: 32 };
  return async (named) => {
    const log = await cluster({})(named);
    if (named.id === 'log' || log === undefined) return log;
    return {
      ...log,
      shown: 'db.vectors',
      fields: [
        { name: 'item', type: INTEGER, children: [] },
        {
          name: 'v',
          type: { kind: 'list', wide: false },
          children: [{ name: 'item', type: float, children: [] }],
        },
      ],
      lengths: [2],
      codes: async (paths) => paths.map(() => undefined),
      async *rows(paths) {
        yield tableToIPC(
          new Table(Object.fromEntries(paths.map(([at = 0], i) => [`c${i}`, columns[at] as Vector]))),
          'stream',
        );
      },
    };
  };
}

describe('a vector that stays in the cluster', () => {
  const withVectors = SpecSchema.parse({
    ...input,
    sources: [{ name: 'v', embeddings: { table: 'db.vectors' }, item: 'item', vector: 'v' }],
  });
  const loadVectors = (remote: OpenRemote) =>
    createDuckDbEngine({ remote }).load(withVectors, '/', runContext());

  it("is nobody's in the log", async () => {
    const [all, some] = [await loadVectors(vectors([])), await loadVectors(vectors([7, 8, 9]))];
    expect(some.vectors).toEqual(all.vectors);
    expect(some.vectors?.['v']?.dimension).toBe(2);
    expect(some.warnings).toEqual(all.warnings);
  });

  it('is missed where the log has the item by now: the run ends', async () => {
    const failure = await failureOf(loadVectors(vectors([6, 7])));
    expect(failure).toMatchObject({
      kind: 'data',
      code: 'changed-while-read',
      where: { file: 'db.vectors' },
    });
  });
});
