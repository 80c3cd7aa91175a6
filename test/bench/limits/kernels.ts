/** The kernels at work, with what a unit of their work takes by arithmetic: bytes in order, records at random, floating-point operations. */
import { idKeys } from '../../../src/common/hash.ts';
import { clusteredVariance, evaluationRows, ScoredArm } from '../../../src/metrics/index.ts';
import { userFolds } from '../../../src/preference/features/folds.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import { windowEvents } from '../../../src/preference/features/window.ts';
import { coClickFeatures } from '../../../src/preference/pairs/co-click/features.ts';
import { type BoostMemory, openBoost } from '../../../src/ranker/head/boost-kernel.ts';
import { headOptions } from '../../../src/ranker/head/index.ts';
import { BLOCK_ROWS } from '../../../src/ranker/kinds.ts';
import { Model } from '../../../src/ranker/model.ts';
import { builtInOptions } from '../../../src/specfile/schema-ranker.ts';
import { coClick } from '../../support/preference.ts';
import { random } from '../../support/random.ts';
import { featureLog, ITEMS, SLICES, USERS } from '../feature-log.ts';
import { computed, fastest, rankerData } from '../ranker-data.ts';

/** What one unit of work needs at least. */
export interface Needs {
  /** Read or written in order. */
  bytes: number;
  /** Records of `size` bytes of a table of so many, in random order. */
  records?: { count: number; entries: number; size: number; what: 'change' | 'read' }[];
  flops?: number;
  /** Divisions by a root. */
  roots?: { count: number; kind: 'floats' | 'doubles' };
}

export interface Kernel {
  name: string;
  unit: string;
  /** CPU seconds for one unit. */
  seconds: number;
  needs: Needs;
}

const PASSES = 5;
const FIELDS = 20;
const CARDINALITY = 50_000;
const IDS = FIELDS * CARDINALITY;
const FACTORS = 16;

/** Floating-point operations of a tower of 64 and 32 units for one row, forwards. */
const TOWER = 2 * (FIELDS * FACTORS * 64 + 64 * 32 + 32);
/** Of the pairs of a row: a sum, a square and its sum for each factor of each field. */
const PAIRS = 3 * FIELDS * FACTORS;
/** Of a step of the factors: the gradient (3), its square and the sum of these (2), and the step (2). */
const STEP = 7 * FIELDS * FACTORS;

/** What a row of the rankers needs: its ids are read in the shared block, written beside the table, and read there. */
function rankerNeeds(kind: string, trains: boolean): Needs {
  const size = kind === 'lr' ? 8 : 16 + 4 * FACTORS;
  const flops = { lr: 2 * FIELDS, fm: PAIRS, deepfm: PAIRS + TOWER }[kind]!;
  const step = { lr: 6 * FIELDS, fm: STEP, deepfm: STEP + 2 * TOWER }[kind]!;
  const codes = { count: 1, entries: 400_000, size: 4 * FIELDS, what: 'read' as const };
  const table = { count: FIELDS, entries: IDS, size, what: trains ? ('change' as const) : ('read' as const) };
  const needs: Needs = {
    bytes: 3 * 4 * FIELDS + 8,
    records: [codes, table],
    flops: flops + (trains ? step : 0),
  };
  // Each weight has a root of its own; the factors of an id share one.
  return trains ? { ...needs, roots: { count: (kind === 'lr' ? 1 : 2) * FIELDS, kind: 'floats' } } : needs;
}

export function rankers(): Kernel[] {
  const rows = 400_000;
  const { block, label, order } = rankerData(rows, FIELDS, CARDINALITY);
  return (['lr', 'fm', 'deepfm'] as const).flatMap((kind) => {
    const given = kind === 'deepfm' ? { hidden: [64, 32], dropout: 0 } : {};
    const model = new Model(builtInOptions.parse({ kind, factors: FACTORS, ...given }), [block], label);
    model.reset(1, 0);
    const out = new Float32Array(rows);
    const pass = (work: (from: number, to: number) => void): number =>
      fastest(PASSES, () =>
        computed(() => {
          for (let from = 0; from < rows; from += BLOCK_ROWS) work(from, Math.min(rows, from + BLOCK_ROWS));
        }),
      ) / rows;
    return [
      {
        ...{ name: `${kind}, training`, unit: 'row', needs: rankerNeeds(kind, true) },
        seconds: pass((from, to) => model.train(order, from, to)),
      },
      {
        ...{ name: `${kind}, scoring`, unit: 'row', needs: rankerNeeds(kind, false) },
        seconds: pass((from, to) => model.score(order, from, to, out)),
      },
    ];
  });
}

const HEAD_ROWS = 250_000;
const HEAD_COLUMNS = 20;
const BINS = 64;
const DEPTH = 6;

/** Rows of random codes, and a whole tree of six levels. */
function boostMemory(): { memory: BoostMemory; stride: number } {
  const options = { ...headOptions(0), leaves: 2 ** DEPTH };
  const memory = openBoost({ rows: HEAD_ROWS, block: 1, narrow: HEAD_COLUMNS, wide: 0, options });
  const { at, buffer } = memory;
  const next = random(1);
  const stride = 8 + HEAD_COLUMNS;
  const packed = new Uint8Array(buffer, at.packed, HEAD_ROWS * stride);
  const codes = new Uint8Array(buffer, at.codes, HEAD_ROWS * HEAD_COLUMNS);
  for (let i = 0; i < codes.length; i++) codes[i] = Math.floor(next() * BINS);
  for (let row = 0; row < HEAD_ROWS; row++)
    packed.set(codes.subarray(row * HEAD_COLUMNS, (row + 1) * HEAD_COLUMNS), row * stride + 8);
  const nodes = new DataView(buffer, at.nodes);
  const size = 48;
  for (let node = 0; node < 2 ** (DEPTH + 1) - 1; node++) {
    const leaf = node >= 2 ** DEPTH - 1;
    nodes.setUint32(size * node, node % HEAD_COLUMNS, true);
    nodes.setUint32(size * node + 4, size * (leaf ? node : 2 * node + 1), true);
    nodes.setUint32(size * node + 8, size * (leaf ? node : 2 * node + 2), true);
    if (leaf) nodes.setFloat32(size * node + 12, 0.01, true);
    else for (let k = 0; k < 4; k++) nodes.setUint32(size * node + 16 + 4 * k, 0xaaaaaaaa, true);
  }
  return { memory, stride };
}

/** A histogram's sums and a tree's nodes lie in the first cache: what the machine can do there is records of such a table. */
export function head(): Kernel[] {
  const { memory, stride } = boostMemory();
  const { exports: run, at, buffer } = memory;
  const order = new Uint32Array(buffer, at.order, HEAD_ROWS);
  for (let row = 0; row < HEAD_ROWS; row++) order[row] = row;
  const histogram = { order: at.order, from: 0, to: HEAD_ROWS, packed: at.packed, stride, wide: 0 };
  const tree = {
    from: 0,
    to: HEAD_ROWS,
    codes: at.codes,
    columns: HEAD_COLUMNS,
    nodes: at.nodes,
    depth: DEPTH,
  };
  const nodes = 2 ** (DEPTH + 1);
  return [
    {
      ...{ name: `head, sums of a node's rows (${HEAD_COLUMNS} columns)`, unit: 'row' },
      seconds:
        fastest(PASSES, () =>
          computed(() => run.histogram({ ...histogram, narrow: HEAD_COLUMNS, bins: at.histograms })),
        ) / HEAD_ROWS,
      needs: {
        bytes: stride + 4,
        records: [{ count: HEAD_COLUMNS, entries: HEAD_COLUMNS * BINS, size: 16, what: 'change' }],
      },
    },
    {
      ...{ name: `head, scoring by a tree of ${DEPTH} levels`, unit: 'row' },
      seconds: fastest(PASSES, () => computed(() => run.addTree({ ...tree, scores: at.scores }))) / HEAD_ROWS,
      needs: {
        bytes: HEAD_COLUMNS + 8,
        // Of each level a node's column, the row's code there, the node's set and a child.
        records: [
          { count: 3 * DEPTH, entries: nodes, size: 48, what: 'read' },
          { count: DEPTH, entries: HEAD_COLUMNS, size: 4, what: 'read' },
        ],
      },
    },
  ];
}

/** Pairs are added to and cleared from sums by fold, and every history item is looked up for each arm. */
export async function features(): Promise<Kernel[]> {
  const folds = 5;
  const history = 50;
  const data = featureLog();
  const p = positives(data, data.timeline);
  const ends = historyEnds(data, data.timeline, p);
  const shared = {
    data,
    timeline: data.timeline,
    positives: p,
    historyEnds: ends,
    folds,
    idKeys: idKeys(data),
    seed: 1,
  };
  const input = { ...shared, userFold: userFolds(data.userNames, folds, 1) };
  const spec = coClick({ window: 'all', history });
  let seconds = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < 3; pass++) {
    const before = process.cpuUsage();
    await coClickFeatures(input, spec, async () => undefined);
    const { user, system } = process.cpuUsage(before);
    seconds = Math.min(seconds, (user + system) / 1e6);
  }
  let added = 0;
  for (let last = 0; last < SLICES; last++) {
    const window = windowEvents(p, USERS, ITEMS, 0, last);
    const wanted = new Uint8Array(ITEMS);
    for (let row = 0; row < data.rows; row++)
      if (data.timeline.slice[row]! - last === 0 || data.timeline.slice[row]! - last === 1)
        wanted[data.item[row]!] = 1;
    for (let i = 0; i < ITEMS; i++) {
      if (wanted[i] === 0) continue;
      for (let e = window.itemStart[i]!; e < window.itemStart[i + 1]!; e++) {
        const u = window.itemUser[e]!;
        added += window.userStart[u + 1]! - window.userStart[u]!;
      }
    }
  }
  let looked = 0;
  for (let row = 0; row < data.rows; row++)
    looked += 2 * Math.min(history, ends[row]! - p.userStart[data.user[row]!]!);
  const sums = { entries: ITEMS, size: 8 * (folds + 1) };
  return [
    {
      ...{ name: 'co-click features (honest, leaked, total)', unit: 'row', seconds: seconds / data.rows },
      needs: {
        bytes: (4 * (2 * added + looked)) / data.rows,
        records: [
          { ...sums, count: (2 * added) / data.rows, what: 'change' },
          { ...sums, count: looked / data.rows, what: 'read' },
        ],
        // A cosine each: of the arms honest and leaked, and of leaked-total.
        roots: { count: (1.5 * looked) / data.rows, kind: 'doubles' },
      },
    },
  ];
}

/** AUC, log loss and the clustered variance, users counted. */
export function interval(): Kernel[] {
  const rows = 4_000_000;
  const users = rows / 10;
  const next = random(1);
  const label = Uint8Array.from({ length: rows }, () => (next() < 0.2 ? 1 : 0));
  const user = Uint32Array.from({ length: rows }, () => Math.floor(next() * users));
  const scores = Float32Array.from(label, (y) => 2 * next() + 0.5 * y);
  const seconds = fastest(PASSES, () =>
    computed(() => {
      const grouped = evaluationRows(label, user);
      const arm = new ScoredArm(grouped);
      arm.add(1, scores);
      const { positiveSums, negativeSums } = arm.perSeed[0]!;
      clusteredVariance(grouped, positiveSums, negativeSums, arm.auc);
    }),
  );
  return [
    {
      ...{ name: 'AUC with its clustered interval', unit: 'row', seconds: seconds / rows },
      needs: {
        // Users and labels counted (5) and users numbered (8). For the log loss and for the sort scores and labels copied and read (2 · 15);
        // records written (8), moved three times (48) and walked (8); components copied (16), and added up by user (17 and 13 a class).
        bytes: 5 + 8 + 30 + 8 + 48 + 8 + 16 + 17 + 13,
        records: [
          // The ends of the sort's buckets, a line each; a row's component; the counts, numbers and sums of a user.
          { count: 3, entries: 2048, size: 64, what: 'change' },
          { count: 1, entries: rows, size: 8, what: 'change' },
          { count: 2, entries: users, size: 8, what: 'change' },
          { count: 1, entries: users, size: 4, what: 'read' },
        ],
        // An exponential in doubles for the log loss, some 40 operations, of which half as many fit into a register.
        flops: 80,
      },
    },
  ];
}
