/** The head's trees against LightGBM on the same rows, columns, bins, leaves and trees; one thread each. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auc } from '../../src/metrics/index.ts';
import { Booster } from '../../src/ranker/head/booster.ts';
import { headOptions } from '../../src/ranker/head/index.ts';
import { type BenchRow, median } from './harness.ts';
import { type HeadRows, headRows } from './head-rows.ts';
import { computed } from './ranker-data.ts';

const TRAIN = 250_000;
const EVALUATE = 100_000;
const WIDTH = 20;
const TREES = 100;
const SHARE = 0.8;
const SEEDS = [1, 2, 3, 4];
const PASSES = 3;
const OPTIONS = {
  ...headOptions(0),
  ...{ trees: TREES, leaves: 31, learningRate: 0.1, minRows: 50, minHessian: 1, l2: 10, minGain: 0 },
};
/** A Python that has LightGBM, where `python3` has not. */
const PYTHON = process.env['LIS_BENCH_PYTHON'] ?? 'python3';
const UNCALIBRATED = { slope: 1, intercept: 0 };

const ALL = Uint32Array.from({ length: TRAIN + EVALUATE }, (_, row) => row);

/** CPU seconds of the trees, and the logits of the evaluation rows. */
function boosted(rows: HeadRows, seed: number, share: number): { seconds: number; scores: Float32Array } {
  const options = { ...OPTIONS, rowShare: share, columnShare: share };
  const booster = new Booster(
    { ...rows, rows: ALL.subarray(0, TRAIN), block: 2 ** 16, options, seed },
    () => {},
  );
  booster.start(UNCALIBRATED);
  const seconds = computed(() => {
    for (let tree = 0; tree < TREES; tree++) booster.add(TRAIN);
  });
  return { seconds, scores: booster.score(ALL.subarray(TRAIN), UNCALIBRATED) };
}

/** LightGBM in a process of its own; undefined where there is none. */
class Peer {
  readonly #folder: string;

  constructor(folder: string, { columns, base, label }: HeadRows) {
    this.#folder = folder;
    const codes = new Uint8Array(columns.length * label.length);
    for (const [c, column] of columns.entries()) codes.set(column.codes, c * label.length);
    writeFileSync(join(folder, 'codes'), codes);
    writeFileSync(join(folder, 'base'), new Uint8Array(base.buffer));
    writeFileSync(join(folder, 'label'), label);
  }

  static present(): boolean {
    return spawnSync(PYTHON, ['-c', 'import lightgbm, numpy']).status === 0;
  }

  /** CPU seconds of its faster layout. */
  time(): { version: string; seconds: number } {
    const { version, seconds } = JSON.parse(this.#run({ do: 'time' }));
    return { version, seconds: Math.min(...Object.values<number>(seconds)) };
  }

  scores(): Float32Array[] {
    this.#run({ do: 'score', share: SHARE, seeds: SEEDS });
    return SEEDS.map((seed) => {
      const { buffer, byteOffset } = readFileSync(join(this.#folder, `scores-${seed}`));
      return new Float32Array(buffer.slice(byteOffset, byteOffset + 4 * EVALUATE));
    });
  }

  #run(what: object): string {
    const { leaves, learningRate, minRows, minHessian, l2 } = OPTIONS;
    const parameters = {
      ...{ num_leaves: leaves, learning_rate: learningRate, min_data_in_leaf: minRows },
      ...{ min_sum_hessian_in_leaf: minHessian, lambda_l2: l2 },
    };
    const task = { rows: TRAIN + EVALUATE, train: TRAIN, width: WIDTH, trees: TREES, parameters, ...what };
    writeFileSync(join(this.#folder, 'task.json'), JSON.stringify(task));
    const program = join(import.meta.dirname, 'head-peer.py');
    const { status, stdout, stderr } = spawnSync(PYTHON, [program, this.#folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the peer failed:\n${stderr}`);
    return stdout;
  }
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: number[]): string =>
  `${mean(values).toFixed(4)} (${Math.min(...values).toFixed(4)} to ${Math.max(...values).toFixed(4)})`;

export default async function headBench(): Promise<BenchRow[]> {
  const rows = headRows(TRAIN + EVALUATE, WIDTH, 1);
  const labels = rows.label.subarray(TRAIN);
  const folder = mkdtempSync(join(tmpdir(), 'head-bench-'));
  try {
    const peer = Peer.present() ? new Peer(folder, rows) : undefined;
    // In turn, so that a machine that slows down slows both.
    const ownSeconds: number[] = [];
    const others: number[] = [];
    let version = '';
    for (let pass = 0; pass < PASSES; pass++) {
      ownSeconds.push(boosted(rows, 1, 1).seconds);
      if (peer === undefined) continue;
      const timed = peer.time();
      others.push(timed.seconds);
      version = timed.version;
    }
    const seconds = median(ownSeconds);
    const speed = `${((TRAIN * WIDTH * TREES) / seconds / 1e6).toFixed(0)} M rows · columns a second`;
    const timed = {
      case: `head: ${TREES} trees of ${OPTIONS.leaves} leaves, 250 k rows, ${WIDTH} columns of 64 bins`,
      bar: 'at least as fast as LightGBM on one thread',
      measured: `${seconds.toFixed(2)} s`,
      note: `median of ${PASSES}, CPU of one thread; ${speed}`,
    };
    if (peer === undefined) return [{ ...timed, note: `${timed.note}; no LightGBM in ${PYTHON}` }];
    timed.measured += `, ${(median(others) / seconds).toFixed(2)} × as fast`;
    timed.note +=
      `; LightGBM ${version}, the faster of its layouts by column and by row, in turn with it: ` +
      `${median(others).toFixed(2)} s; both without binning`;
    const ownAucs = SEEDS.map((seed) => auc(boosted(rows, seed, SHARE).scores, labels));
    const otherAucs = peer.scores().map((scores) => auc(scores, labels));
    return [
      timed,
      {
        case: `head: AUC of the same with ${SHARE} of rows and columns drawn, ${SEEDS.length} seeds`,
        bar: "within LightGBM's spread over seeds",
        measured: `mean ${spread(ownAucs)}`,
        note: `LightGBM ${spread(otherAucs)}, base score alone ${auc(rows.base.subarray(TRAIN), labels).toFixed(4)}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
