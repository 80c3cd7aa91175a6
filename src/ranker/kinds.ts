/**
 * One face for the kernels of all ranker kinds. The kernels differ in their table row and in their hyper-parameters;
 * what trains them should not have to know.
 */

import { Failure } from '../common/failure.ts';
import type { KernelInterface } from '../kernels/interface.ts';
import { deepfm } from '../kernels/interfaces/deepfm.ts';
import { fm } from '../kernels/interfaces/fm.ts';
import { lr } from '../kernels/interfaces/lr.ts';
import { instantiate, type Kernel } from '../kernels/loader.ts';
import type { RankerOptions } from '../specfile/schema.ts';
import { align, BLOCK_ROWS } from './block.ts';
import { openDeepFm, planDeepFm } from './deepfm.ts';
import { writeKeys } from './init-field.ts';
import type { InputNames, Kind, Layout } from './kind.ts';
import {
  type InitWeights,
  initProjection,
  type ProjectedField,
  type ProjectionPlan,
  planProjection,
  planTrained,
  writeProjection,
} from './projection.ts';

export { BLOCK_ROWS } from './block.ts';

/** Bytes of one table row: weight and accumulator, and for fm the factors' accumulator, 4 spare bytes, the factors. */
export function rowBytes(options: Pick<RankerOptions, 'kind' | 'factors'>): number {
  return options.kind === 'lr' ? 8 : 16 + 4 * options.factors;
}

interface OnlinePlan {
  layout: Layout;
  projection: ProjectionPlan | undefined;
  stateBytes: number;
}

/** @param dimension of the vectors that a field is a projection of; 0 where none is. */
function plan(options: RankerOptions, fields: number, dimension: number): OnlinePlan {
  let next = 0;
  const take = (bytes: number): number => {
    const at = next;
    next += align(bytes);
    return at;
  };
  const state = take(BIAS_BYTES);
  const trained = dimension > 0 ? planTrained(take, options, dimension) : undefined;
  const stateBytes = trained === undefined ? BIAS_BYTES : next - state;
  const sums = take(4 * options.factors);
  const ids = take(4 * fields * BLOCK_ROWS);
  const labels = take(BLOCK_ROWS);
  const out = take(4 * BLOCK_ROWS);
  const projection = trained === undefined ? undefined : planProjection(take, options, dimension, trained);
  return { layout: { state, sums, ids, labels, out, table: next }, projection, stateBytes };
}

/** The bias and its accumulator. */
const BIAS_BYTES = 8;

/**
 * Private memory of one ranker with `ids` table rows over `fields` fields and `denses` dense inputs, bytes: what a plan of
 * threads needs.
 * @param dimension of the vectors that a field is a projection of; 0 where none is
 */
export function rankerBytes(
  options: RankerOptions,
  fields: number,
  ids: number,
  denses = 0,
  dimension = 0,
): number {
  const { layout } =
    options.kind === 'deepfm'
      ? planDeepFm(options, fields, denses, dimension)
      : plan(options, fields, dimension);
  return layout.table + rowBytes(options) * ids;
}

/** @throws Failure `resource` where so much memory cannot be had. */
function allocate<Functions>(
  kernel: KernelInterface<Functions>,
  bytes: number,
  ids: number,
): Kernel<Functions> {
  try {
    return instantiate(kernel, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = (bytes / 2 ** 30).toFixed(1);
    throw new Failure(
      'resource',
      'ranker-memory',
      `The ${kernel.name} ranker needs ${gigabytes} GiB for ${ids.toLocaleString('en')} ids and cannot have it ` +
        '(the limit is 4 GiB per arm): use fewer factors, leave out the field with most values, or free memory.',
      { specPath: ['ranker'] },
    );
  }
}

/** What `lr` and `fm` have in common: memory laid out from the kernel's first free byte on. */
interface Opened<Functions> {
  exports: Functions;
  at: Layout;
  /** Address of the projection's record, 0 without one. */
  projection: number;
  /** All of the kind but what its own exports do. */
  kind: Omit<Kind, 'initField' | 'train' | 'score'>;
}

function open<Functions extends InitWeights>(
  opened: KernelInterface<Functions>,
  options: RankerOptions,
  fields: number,
  ids: number,
  projected: ProjectedField | undefined,
): Opened<Functions> {
  const dimension = projected?.dimension ?? 0;
  const bytes = rankerBytes(options, fields, ids, 0, dimension);
  const kernel = allocate(opened, bytes, ids);
  const { exports, memory, base } = kernel;
  const { layout, projection, stateBytes } = plan(options, fields, dimension);
  const moved = Object.entries(layout).map(([key, offset]) => [key, offset + base]);
  const at = Object.fromEntries(moved) as Layout;
  const kind = { memory, layout: at, rowBytes: rowBytes(options), stateBytes, denses: 0 };
  if (projection === undefined || projected === undefined) {
    return { exports, at, projection: 0, kind };
  }
  const addresses = writeProjection(memory, base, projection, projected);
  const initShared = (seed: number, names: InputNames): void =>
    initProjection(kernel, projection, options, projected, seed, names);
  return {
    exports,
    at,
    projection: base + projection.record,
    kind: { ...kind, projection: addresses, initShared },
  };
}

function openLr(options: RankerOptions, fields: number, ids: number, projected?: ProjectedField): Kind {
  const { exports, at, projection, kind } = open(lr, options, fields, ids, projected);
  return {
    ...kind,
    initField(firstRow, from, to) {
      new Uint8Array(kind.memory.buffer, at.table + 8 * (firstRow + from), 8 * (to - from)).fill(0);
    },
    train(rows) {
      const { learningRate, l2 } = options;
      exports.trainBlock({ ...at, rows, fields, rate: learningRate, l2, projection });
    },
    score(rows) {
      exports.scoreBlock({ ...at, rows, fields, projection });
    },
  };
}

function openFm(options: RankerOptions, fields: number, ids: number, projected?: ProjectedField): Kind {
  const { exports, at, projection, kind } = open(fm, options, fields, ids, projected);
  const { factors, learningRate, l2, l2Factors, initialScale } = options;
  return {
    ...kind,
    initField(firstRow, from, to, seed, nameHash, keys) {
      writeKeys(kind.memory, at.table, kind.rowBytes, firstRow, from, to, keys);
      const values = { table: at.table, firstRow, from, to, factors, seed, nameHash };
      exports.initField({ ...values, scale: initialScale });
    },
    train(rows) {
      exports.trainBlock({ ...at, rows, fields, factors, rate: learningRate, l2, l2Factors, projection });
    },
    score(rows) {
      exports.scoreBlock({ ...at, rows, fields, factors, projection });
    },
  };
}

/**
 * Opens the kernel of `options.kind` with memory for `ids` table rows.
 * @param denses dense inputs of a row; `lr` and `fm` read none.
 * @param projected the field that is a projection of vectors, where there is one
 * @throws Failure `resource` where the table cannot be had.
 */
export function openKind(
  options: RankerOptions,
  fields: number,
  ids: number,
  denses = 0,
  projected?: ProjectedField,
): Kind {
  switch (options.kind) {
    case 'lr':
      return openLr(options, fields, ids, projected);
    case 'fm':
      return openFm(options, fields, ids, projected);
    case 'deepfm': {
      const bytes = rankerBytes(options, fields, ids, denses, projected?.dimension);
      return openDeepFm(allocate(deepfm, bytes, ids), options, fields, denses, projected);
    }
  }
}
