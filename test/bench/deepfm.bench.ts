/**
 * Batch training of DeepFM at the size of the quality bar, on one thread: 20 fields, 16 factors, 64-32 tower, 1 M ids drawn
 * uniformly. CPU seconds of the fastest of several passes, beside the same in plain JavaScript and beside `fm`.
 */
import { arenaAddresses } from '../../src/kernels/arena.ts';
import { deepFmSizes, towerShape } from '../../src/ranker/deepfm-memory.ts';
import { BLOCK_ROWS } from '../../src/ranker/kinds.ts';
import { Model } from '../../src/ranker/model.ts';
import type { RankerOptions } from '../../src/specfile/schema.ts';
import { deepfmOptions, fmOptions } from '../../src/specfile/schema-ranker.ts';
import { PeerDeepFm } from './deepfm-peer.ts';
import type { BenchRow } from './harness.ts';
import { computed, fastest, type RankerData, rankerData } from './ranker-data.ts';

const ROWS = 400_000;
const FIELDS = 20;
const CARDINALITY = 50_000;
const PEER_BATCHES = 40;
const PASSES = 5;

/** The options that the bar names; dropout costs little and is not part of it. */
const OPTIONS = deepfmOptions.parse({ kind: 'deepfm', factors: 16, hidden: [64, 32], dropout: 0 });

/** Rows per CPU second of training and of scoring, copying included. */
function speed(options: RankerOptions, { block, label, order }: RankerData) {
  const model = new Model(options, [block], label);
  const out = new Float32Array(ROWS);
  model.reset(1, 0);
  const blocks = (work: (from: number, to: number) => void) => () => {
    for (let from = 0; from < ROWS; from += BLOCK_ROWS) work(from, Math.min(ROWS, from + BLOCK_ROWS));
  };
  const train = fastest(PASSES, () => computed(blocks((from, to) => model.train(order, from, to))));
  const score = fastest(PASSES, () => computed(blocks((from, to) => model.score(order, from, to, out))));
  return { train: ROWS / train, score: ROWS / score };
}

/** Rows per CPU second of the plain JavaScript peer, which must agree with the kernel on what it learnt. */
function peerSpeed({ block, codes, label, order, offsets }: RankerData): number {
  const model = new Model(OPTIONS, [block], label);
  model.reset(1, 0);
  const { state, table } = model.snapshot();
  const inputs = { fields: FIELDS, denses: 0, dimension: 0 };
  const { state: first, tower } = arenaAddresses(deepFmSizes(OPTIONS, inputs, 0));
  const { parameters } = towerShape(OPTIONS, inputs);
  const weights = new Float32Array(state.buffer, tower - first, parameters);
  const peer = new PeerDeepFm(OPTIONS, FIELDS, new Float32Array(table.buffer), weights);
  const pass = (batches: number, from: number) => {
    for (let b = 0; b < batches; b++) {
      const at = from + b * OPTIONS.batch;
      peer.train(codes, offsets, label, order, at, at + OPTIONS.batch);
    }
  };
  const rows = 8 * OPTIONS.batch;
  pass(8, 0);
  model.train(order, 0, rows);
  const scores = new Float32Array(rows);
  model.score(order, 0, rows, scores);
  for (let i = 0; i < rows; i++) {
    const difference = Math.abs(scores[i]! - peer.score(codes, offsets, order[i]!));
    if (!(difference < 1e-2)) throw new Error(`the peer disagrees by ${difference} on row ${i}`);
  }
  return (PEER_BATCHES * OPTIONS.batch) / fastest(PASSES, () => computed(() => pass(PEER_BATCHES, rows)));
}

/** Multiplications and additions of the tower for one trained row: forward, gradient of weights, gradient of inputs. */
function flops(): number {
  const sizes = [FIELDS * OPTIONS.factors, ...OPTIONS.hidden, 1];
  const products = sizes.slice(1).reduce((sum, size, l) => sum + size * sizes[l]!, 0);
  return 3 * 2 * products;
}

const thousands = (rate: number): string => `${(rate / 1e3).toFixed(0)} k rows/s`;

export default async function deepfmBench(): Promise<BenchRow[]> {
  const input = rankerData(ROWS, FIELDS, CARDINALITY);
  const peer = peerSpeed(input);
  const fm = speed(fmOptions.parse({}), input);
  const deepfm = speed(OPTIONS, input);
  const tower = 1 / (1 / deepfm.train - 1 / fm.train);
  return [
    {
      case: 'DeepFM, 20 fields, 16 factors, 64-32 tower, 1 M ids',
      bar: '≥ 150 k rows/s trained',
      measured: thousands(deepfm.train),
      note:
        `per CPU second of one thread, shuffled rows copied from shared memory, batches of ${OPTIONS.batch}; scoring ` +
        `${thousands(deepfm.score)}; ${(deepfm.train / peer).toFixed(1)} × the same update in plain JavaScript ` +
        `(${thousands(peer)}, Node ${process.versions.node}); 1/${(fm.train / deepfm.train).toFixed(1)} of \`fm\` in this run; ` +
        `what it takes beyond \`fm\` is ${((tower * flops()) / 1e9).toFixed(0)} GFlop/s of the tower's products`,
    },
  ];
}
