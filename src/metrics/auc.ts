/**
 * Area under the ROC curve by midranks, and DeLong's structural components: every interval of the report starts here.
 * The sort and the walk over the ties run in the `metrics` kernel on full-precision keys, in pieces.
 */
import { Arena, shortage } from '../kernels/arena.ts';
import { type Metrics, metrics } from '../kernels/interfaces/metrics.ts';
import { nonFiniteScores, noRows, oneClass } from './failures.ts';

/** Called between pieces of work (some 10 ms); stop the work by throwing, for instance `Cancelled`. */
export type OnPiece = () => void;

export interface Placements {
  /** P(score of a positive > score of a negative) + ½ P(equal). */
  auc: number;
  positives: number;
  negatives: number;
  /**
   * One per row, in the order of the rows. Positive: V10, the share of negatives below it + ½ of those tied.
   * Negative: V01, the share of positives above it + ½ of those tied. Either class averages to the AUC.
   */
  components: Float64Array;
}

interface Workspace {
  arena: Arena<Metrics, keyof ReturnType<typeof sizesOf>>;
  /** Rows that fit. */
  capacity: number;
}

/** Two keys (f64) and two order words (u32) of a row: the sort goes back and forth between them. */
const sizesOf = (rows: number) => ({
  histograms: HISTOGRAM_BYTES,
  keys: 8 * rows,
  spareKeys: 8 * rows,
  order: 4 * rows,
  spareOrder: 4 * rows,
});

const HISTOGRAM_BYTES = 64 * 1024;
const PIECE_ROWS = 1 << 20;
const LARGEST_REUSE = 4;

/** Kept weakly: seed after seed uses the same memory, and the collector may have it back between runs. */
let lastWorkspace: WeakRef<Workspace> | undefined;

function workspaceFor(rows: number): Workspace {
  const last = lastWorkspace?.deref();
  if (
    last !== undefined &&
    last.capacity >= rows &&
    last.capacity <= LARGEST_REUSE * Math.max(rows, PIECE_ROWS)
  ) {
    return last;
  }
  const capacity = Math.max(rows, 1024);
  const arena = new Arena(
    metrics,
    shortage(
      'memory',
      `Sorting the scores of ${rows} rows needs`,
      '',
      'evaluate a shorter window or close other programs',
    ),
  ).layout(sizesOf(capacity));
  if (arena.exports.histogramBytes() > HISTOGRAM_BYTES) throw new Error('the histograms outgrew their place');
  const workspace = { arena, capacity };
  lastWorkspace = new WeakRef(workspace);
  return workspace;
}

function piecewise(
  rows: number,
  onPiece: OnPiece | undefined,
  work: (from: number, to: number) => void,
): void {
  for (let from = 0; from < rows; from += PIECE_ROWS) {
    work(from, Math.min(rows, from + PIECE_ROWS));
    onPiece?.();
  }
}

function checkLoaded(kernel: Metrics, rows: number): void {
  if (rows === 0) throw noRows();
  const bad = kernel.nonFiniteCount();
  if (bad > 0) throw nonFiniteScores(bad, rows);
  if (kernel.positiveCount() === 0) throw oneClass('negative', rows);
  if (kernel.negativeCount() === 0) throw oneClass('positive', rows);
}

/** Sorts and walks the ties. The components are a view that the next call overwrites; empty where not `wanted`. */
function run(
  scores: Float32Array | Float64Array,
  label: Uint8Array,
  wanted: boolean,
  onPiece: OnPiece | undefined,
): Placements {
  const rows = scores.length;
  if (label.length !== rows) throw new Error(`${rows} scores but ${label.length} labels`);
  const workspace = workspaceFor(rows);
  const { exports, buffer, at } = workspace.arena;
  exports.reset(at.histograms);
  // The input waits in the spare halves, which the first pass overwrites only after it has been read.
  new Uint8Array(buffer, at.spareOrder, rows).set(label);
  const place = scores instanceof Float32Array ? sortFloats : sortDoubles;
  const { components, piece } = place(workspace, scores, onPiece);
  let next = 0;
  piecewise(rows, onPiece, (_from, to) => {
    next = piece(wanted ? components : 0, next, to);
  });
  return {
    auc: exports.area(),
    positives: exports.positiveCount(),
    negatives: exports.negativeCount(),
    components: new Float64Array(buffer, components, wanted ? rows : 0),
  };
}

/** Rows in the order of their scores, ready to be walked. */
interface Sorted {
  /** Where their components may be written. */
  components: number;
  /** Walks the ties from a row on, at least up to another; returns where it stopped. */
  piece(components: number, from: number, to: number): number;
}

function sortDoubles({ arena }: Workspace, scores: ArrayLike<number>, onPiece: OnPiece | undefined): Sorted {
  const { exports, buffer, at } = arena;
  const { histograms } = at;
  let { keys, spareKeys, order, spareOrder } = at;
  const rows = scores.length;
  new Float64Array(buffer, spareKeys, rows).set(scores);
  const input = { scores: spareKeys, labels: spareOrder };
  piecewise(rows, onPiece, (from, to) => exports.loadRows({ ...input, keys, order, histograms, from, to }));
  checkLoaded(exports, rows);
  for (let digit = 0; digit < exports.digits(); digit++) {
    if (!exports.startPass({ histograms, digit })) continue;
    const pass = { keysIn: keys, orderIn: order, keysOut: spareKeys, orderOut: spareOrder };
    piecewise(rows, onPiece, (from, to) => exports.scatter({ ...pass, histograms, digit, from, to }));
    [keys, spareKeys] = [spareKeys, keys];
    [order, spareOrder] = [spareOrder, order];
  }
  const piece = (components: number, from: number, to: number) =>
    exports.place({ keys, order, components, from, to });
  return { components: spareKeys, piece };
}

/** Floats need half the digits of doubles, and key and row fit into one word: a third of the bytes to move. */
function sortFloats({ arena }: Workspace, scores: ArrayLike<number>, onPiece: OnPiece | undefined): Sorted {
  const { exports, buffer, at } = arena;
  const { histograms, spareOrder: labels } = at;
  let { keys: records, spareKeys: spare } = at;
  const rows = scores.length;
  new Float32Array(buffer, spare, rows).set(scores);
  const input = { scores: spare, labels };
  piecewise(rows, onPiece, (from, to) => exports.loadFloats({ ...input, records, histograms, from, to }));
  checkLoaded(exports, rows);
  for (let digit = 0; digit < exports.floatDigits(); digit++) {
    if (!exports.startPass({ histograms, digit })) continue;
    const pass = { recordsIn: records, recordsOut: spare };
    piecewise(rows, onPiece, (from, to) => exports.scatterFloats({ ...pass, histograms, digit, from, to }));
    [records, spare] = [spare, records];
  }
  const piece = (components: number, from: number, to: number) =>
    exports.placeFloats({ records, components, from, to });
  return { components: spare, piece };
}

/**
 * AUC and structural components of `scores` (any finite numbers; −0 equals +0) against `label` (0 or 1).
 * Time is linear in rows; 24 bytes a row of working memory, kept for the next call unless memory is short.
 * @throws Failure `non-finite-scores`, `one-class`, `no-rows`, `memory`
 */
export function placements(
  scores: Float32Array | Float64Array,
  label: Uint8Array,
  onPiece?: OnPiece,
): Placements {
  const { components, ...rest } = run(scores, label, true, onPiece);
  return { ...rest, components: components.slice() };
}

/** As `placements`, but the components are valid only until the next call of this module: 8 bytes a row less. */
export function borrowPlacements(
  scores: Float32Array | Float64Array,
  label: Uint8Array,
  onPiece?: OnPiece,
): Placements {
  return run(scores, label, true, onPiece);
}

/** AUC alone: as `placements`, without the components. */
export function auc(scores: Float32Array | Float64Array, label: Uint8Array, onPiece?: OnPiece): number {
  return run(scores, label, false, onPiece).auc;
}
