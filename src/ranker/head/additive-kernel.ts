/** The memory of the additive head's kernel: codes and logits of all rows, and sums of bins. */
import { Failure } from '../../common/failure.ts';
import { instantiate, type Kernel } from '../../kernels/loader.ts';

/** What src/kernels/assembly/additive/ exports: the arguments are addresses, counts and numbers, named there. */
export interface AdditiveExports {
  sum(...args: number[]): void;
  addPairs(...args: number[]): void;
  product(...args: number[]): number;
  fold(count: number, bins: number, into: number): void;
  foldPairs(count: number, bins: number, gradients: number, weights: number): void;
  weigh(...args: number[]): void;
}

/** Bytes of a bin's sums while rows are added. */
export const BIN_BYTES = 32;
/** Numbers that `weigh` adds up. */
export const WEIGHED = 8;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

export interface AdditiveShape {
  rows: number;
  columns: number;
  /** Of all columns. */
  bins: number;
}

/** Rows are weighed two at a time: of an odd number the last one has a neighbour that is nothing. */
const perRow =
  (bytes: number) =>
  ({ rows }: AdditiveShape) =>
    bytes * (rows + 1);
const perBin =
  (bytes: number) =>
  ({ bins }: AdditiveShape) =>
    bytes * bins;

const ARRAYS = {
  /** Row-major. */
  codes: ({ rows, columns }: AdditiveShape) => rows * columns,
  /** Of each column the bins of those before it. */
  offsets: ({ columns }: AdditiveShape) => 4 * columns,
  base: perRow(4),
  labels: perRow(1),
  logits: perRow(8),
  /** The logits that a step is tried with; the two change places where it is taken. */
  next: perRow(8),
  /** What a step changes of a row's logit. */
  moved: perRow(8),
  /** Gradient and weight of each row. */
  pairs: perRow(16),
  values: perBin(8),
  sums: perBin(BIN_BYTES),
  gradients: perBin(8),
  hessians: perBin(8),
  weighed: () => 8 * WEIGHED,
};

export interface AdditiveMemory {
  run: AdditiveExports;
  buffer: ArrayBuffer;
  /** Byte address of each array. */
  at: Record<keyof typeof ARRAYS, number>;
}

const named = Object.keys(ARRAYS) as (keyof typeof ARRAYS)[];

/** @throws Failure `resource` where so much memory cannot be had */
export function openAdditive(shape: AdditiveShape): AdditiveMemory {
  const { exports: run, memory, base } = allocate(shape);
  const at = {} as AdditiveMemory['at'];
  let next = align(base);
  for (const name of named) {
    at[name] = next;
    next += align(ARRAYS[name](shape));
  }
  return { run, buffer: memory.buffer, at };
}

function allocate(shape: AdditiveShape): Kernel<AdditiveExports> {
  const bytes = named.reduce((sum, name) => sum + align(ARRAYS[name](shape)), 0);
  try {
    return instantiate<AdditiveExports>('additive', bytes + 64);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(
      'resource',
      'head-memory',
      `The head on ${shape.rows} rows and ${shape.columns} columns needs ${(bytes / 2 ** 30).toFixed(1)} GiB and cannot have it: ` +
        'sample fewer rows, or use fewer columns.',
    );
  }
}
