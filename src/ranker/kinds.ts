/**
 * One face for the kernels of all ranker kinds. The kernels differ in their table row and in their hyper-parameters;
 * what trains them should not have to know.
 */

import { Arena, arenaBytes, type Shortage, shortage } from '../kernels/arena.ts';
import type { KernelInterface } from '../kernels/interface.ts';
import { deepfm } from '../kernels/interfaces/deepfm.ts';
import { fm } from '../kernels/interfaces/fm.ts';
import { lr } from '../kernels/interfaces/lr.ts';
import { RANKER_TRAITS } from '../report/ranker-kinds.ts';
import type { DeepFmOptions, RankerOptions } from '../specfile/schema.ts';
import { BLOCK_ROWS } from './block.ts';
import { openDeepFm } from './deepfm.ts';
import { deepFmSizes, factorRowBytes } from './deepfm-memory.ts';
import { writeKeys } from './init-field.ts';
import type { InputNames, Kind, KindInputs } from './kind.ts';
import {
  type InitWeights,
  initProjection,
  type ProjectedField,
  projectionSizes,
  trainedSizes,
  writeProjection,
} from './projection.ts';

export { BLOCK_ROWS } from './block.ts';

/** What differs between the kinds. */
interface KindOf<Options> {
  /** Bytes of the arrays in its kernel's memory, in their order. @param ids table rows */
  sizes(options: Options, inputs: KindInputs, ids: number): Readonly<Record<string, number>>;
  /** @throws Failure `resource` where the table cannot be had */
  open(options: Options, inputs: KindInputs, ids: number, projected?: ProjectedField): Kind;
}

/** Bytes of one table row: weight and accumulator, and for fm the factors' accumulator, 4 spare bytes, the factors. */
export function rowBytes(options: Pick<RankerOptions, 'kind' | 'factors'>): number {
  return RANKER_TRAITS[options.kind].factors ? factorRowBytes(options.factors) : 8;
}

/** Bytes of the arrays of `lr` and `fm`, in their order. */
function sizesOf(options: RankerOptions, { fields, dimension }: KindInputs, ids: number) {
  return {
    state: BIAS_BYTES,
    ...trainedSizes(options, dimension),
    sums: 4 * options.factors,
    ids: 4 * fields * BLOCK_ROWS,
    labels: BLOCK_ROWS,
    out: 4 * BLOCK_ROWS,
    ...projectionSizes(options, dimension),
    table: rowBytes(options) * ids,
  };
}

/** The bias and its accumulator. */
const BIAS_BYTES = 8;

/** What to say where the table cannot be had. */
const shortageOf = ({ kind }: RankerOptions, ids: number): Shortage =>
  shortage(
    'ranker-memory',
    `The ${kind} ranker needs`,
    ` for ${ids.toLocaleString('en')} ids`,
    'use fewer factors, leave out the field with most values, or free memory',
    { specPath: ['ranker'] },
  );

/** What `lr` and `fm` have in common. */
interface Opened<Functions> {
  exports: Functions;
  at: Readonly<Record<keyof ReturnType<typeof sizesOf>, number>>;
  /** Address of the projection's record, 0 without one. */
  projection: number;
  /** All of the kind but what its own exports do. */
  kind: Omit<Kind, 'initField' | 'train' | 'score'>;
}

function open<Functions extends InitWeights>(
  kernel: KernelInterface<Functions>,
  options: RankerOptions,
  inputs: KindInputs,
  ids: number,
  projected: ProjectedField | undefined,
): Opened<Functions> {
  const sizes = sizesOf(options, inputs, ids);
  const memory = new Arena(kernel, shortageOf(options, ids)).layout(sizes);
  const { exports, buffer, at } = memory;
  const kind = { buffer, layout: at, rowBytes: rowBytes(options), stateBytes: BIAS_BYTES, denses: 0 };
  if (projected === undefined) return { exports, at, projection: 0, kind };
  const projection = writeProjection(memory, options, projected);
  const initShared = (seed: number, names: InputNames): void =>
    initProjection(memory, options, projected, seed, names);
  const trained = { stateBytes: at.sums - at.state, projection, initShared };
  return { exports, at, projection: at.projectionRecord, kind: { ...kind, ...trained } };
}

const openLr: KindOf<RankerOptions>['open'] = (options, inputs, ids, projected) => {
  const { exports, at, projection, kind } = open(lr, options, inputs, ids, projected);
  const { fields } = inputs;
  return {
    ...kind,
    initField(firstRow, from, to) {
      new Uint8Array(kind.buffer, at.table + 8 * (firstRow + from), 8 * (to - from)).fill(0);
    },
    train(rows) {
      const { learningRate, l2 } = options;
      exports.trainBlock({ ...at, rows, fields, rate: learningRate, l2, projection });
    },
    score(rows) {
      exports.scoreBlock({ ...at, rows, fields, projection });
    },
  };
};

const openFm: KindOf<RankerOptions>['open'] = (options, inputs, ids, projected) => {
  const { exports, at, projection, kind } = open(fm, options, inputs, ids, projected);
  const { fields } = inputs;
  const { factors, learningRate, l2, l2Factors, initialScale } = options;
  return {
    ...kind,
    initField(firstRow, from, to, seed, nameHash, keys) {
      writeKeys(kind.buffer, at.table, kind.rowBytes, firstRow, from, to, keys);
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
};

const openTower: KindOf<DeepFmOptions>['open'] = (options, inputs, ids, projected) => {
  const memory = new Arena(deepfm, shortageOf(options, ids)).layout(deepFmSizes(options, inputs, ids));
  return openDeepFm(memory, options, inputs, projected);
};

const KINDS: {
  readonly [Name in RankerOptions['kind']]: KindOf<Extract<RankerOptions, { kind: Name }>>;
} = {
  lr: { sizes: sizesOf, open: openLr },
  fm: { sizes: sizesOf, open: openFm },
  deepfm: { sizes: deepFmSizes, open: openTower },
};

const kindOf = ({ kind }: RankerOptions): KindOf<RankerOptions> => KINDS[kind] as KindOf<RankerOptions>;

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
  return arenaBytes(kindOf(options).sizes(options, { fields, denses, dimension }, ids));
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
  const inputs = { fields, denses, dimension: projected?.dimension ?? 0 };
  return kindOf(options).open(options, inputs, ids, projected);
}
