/**
 * One face for the kernels of all ranker kinds. The kernels differ in their table row and in their hyper-parameters;
 * what trains them should not have to know.
 */
import { instantiate, type Kernel } from '../kernels/loader.ts';
import { Failure } from '../report/failure.ts';
import type { RankerOptions } from '../spec/schema.ts';
import { align, BLOCK_ROWS } from './block.ts';
import { openDeepFm, planDeepFm } from './deepfm.ts';
import type { Kind, Layout } from './kind.ts';

export { BLOCK_ROWS } from './block.ts';

/** Bytes of one table row: weight and accumulator, and for fm the factors' accumulator, 4 spare bytes, the factors. */
export function rowBytes(options: Pick<RankerOptions, 'kind' | 'factors'>): number {
  return options.kind === 'lr' ? 8 : 16 + 4 * options.factors;
}

function plan(fields: number, factors: number): { layout: Layout; table: number } {
  const sums = 64;
  const ids = sums + align(4 * factors);
  const labels = ids + align(4 * fields * BLOCK_ROWS);
  const out = labels + align(BLOCK_ROWS);
  const table = out + align(4 * BLOCK_ROWS);
  return { layout: { state: 0, sums, ids, labels, out, table }, table };
}

/**
 * Private memory of one ranker with `ids` table rows over `fields` fields and `denses` dense inputs, bytes: what a plan of
 * threads needs.
 */
export function rankerBytes(options: RankerOptions, fields: number, ids: number, denses = 0): number {
  const table =
    options.kind === 'deepfm'
      ? planDeepFm(options, fields, denses).layout.table
      : plan(fields, options.factors).table;
  return table + rowBytes(options) * ids;
}

/** @throws Failure `resource` where so much memory cannot be had. */
function allocate<Exports>({ kind }: RankerOptions, bytes: number, ids: number): Kernel<Exports> {
  try {
    return instantiate<Exports>(kind, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = (bytes / 2 ** 30).toFixed(1);
    throw new Failure(
      'resource',
      'ranker-memory',
      `The ${kind} ranker needs ${gigabytes} GiB for ${ids.toLocaleString('en')} ids and cannot have it ` +
        '(the limit is 4 GiB per arm): use fewer factors, leave out the field with most values, or free memory.',
      { specPath: ['ranker'] },
    );
  }
}

interface LrExports {
  trainBlock(
    table: number,
    state: number,
    ids: number,
    labels: number,
    rows: number,
    fields: number,
    rate: number,
    l2: number,
  ): void;
  scoreBlock(table: number, state: number, ids: number, rows: number, fields: number, out: number): void;
}

interface FmExports {
  initField(
    table: number,
    firstRow: number,
    from: number,
    to: number,
    factors: number,
    seed: number,
    nameHash: number,
    scale: number,
  ): void;
  trainBlock(
    table: number,
    state: number,
    ids: number,
    labels: number,
    rows: number,
    fields: number,
    factors: number,
    rate: number,
    l2: number,
    l2Factors: number,
    sums: number,
  ): void;
  scoreBlock(
    table: number,
    state: number,
    ids: number,
    rows: number,
    fields: number,
    factors: number,
    out: number,
    sums: number,
  ): void;
}

/** Layout moved to the kernel's first free byte. */
function place(base: number, fields: number, factors: number): Layout {
  const { layout } = plan(fields, factors);
  const moved = Object.entries(layout).map(([key, at]) => [key, at + base]);
  return Object.fromEntries(moved) as Layout;
}

function openLr(options: RankerOptions, fields: number, ids: number): Kind {
  const { exports, memory, base } = allocate<LrExports>(options, rankerBytes(options, fields, ids), ids);
  const at = place(base, fields, options.factors);
  return {
    memory,
    layout: at,
    rowBytes: rowBytes(options),
    stateBytes: 8,
    denses: 0,
    initField(firstRow, from, to) {
      new Uint8Array(memory.buffer, at.table + 8 * (firstRow + from), 8 * (to - from)).fill(0);
    },
    train(rows) {
      const { learningRate, l2 } = options;
      exports.trainBlock(at.table, at.state, at.ids, at.labels, rows, fields, learningRate, l2);
    },
    score(rows) {
      exports.scoreBlock(at.table, at.state, at.ids, rows, fields, at.out);
    },
  };
}

function openFm(options: RankerOptions, fields: number, ids: number): Kind {
  const { exports, memory, base } = allocate<FmExports>(options, rankerBytes(options, fields, ids), ids);
  const at = place(base, fields, options.factors);
  const { factors, learningRate, l2, l2Factors, initialScale } = options;
  return {
    memory,
    layout: at,
    rowBytes: rowBytes(options),
    stateBytes: 8,
    denses: 0,
    initField(firstRow, from, to, seed, nameHash) {
      exports.initField(at.table, firstRow, from, to, factors, seed, nameHash, initialScale);
    },
    train(rows) {
      const { table, state, sums } = at;
      exports.trainBlock(
        table,
        state,
        at.ids,
        at.labels,
        rows,
        fields,
        factors,
        learningRate,
        l2,
        l2Factors,
        sums,
      );
    },
    score(rows) {
      exports.scoreBlock(at.table, at.state, at.ids, rows, fields, factors, at.out, at.sums);
    },
  };
}

/**
 * Opens the kernel of `options.kind` with memory for `ids` table rows.
 * @param denses dense inputs of a row; `lr` and `fm` read none.
 * @throws Failure `resource` where the table cannot be had.
 */
export function openKind(options: RankerOptions, fields: number, ids: number, denses = 0): Kind {
  switch (options.kind) {
    case 'lr':
      return openLr(options, fields, ids);
    case 'fm':
      return openFm(options, fields, ids);
    case 'deepfm':
      return openDeepFm(
        allocate(options, rankerBytes(options, fields, ids, denses), ids),
        options,
        fields,
        denses,
      );
  }
}
