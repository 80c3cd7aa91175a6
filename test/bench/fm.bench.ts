/**
 * Online training of the rankers at the size of the quality bar, on one thread: 2 M rows of 20 fields, 1 M ids drawn
 * uniformly, so that nearly every table row comes from beyond the caches. Rows are gathered in shuffled order from
 * shared memory, as in a run. The best of the passes counts: the rest measures the neighbours.
 */

import { randomBits } from '../../src/common/random.ts';
import { fieldBlock } from '../../src/ranker/fields.ts';
import { BLOCK_ROWS, openKind } from '../../src/ranker/kinds.ts';
import { Model } from '../../src/ranker/model.ts';
import type { FieldBlock } from '../../src/ranker/ranker.ts';
import type { RankerOptions } from '../../src/specfile/schema.ts';
import { PeerFm } from './fm-peer.ts';
import type { BenchRow } from './harness.ts';
import { clocked, fastest, type RankerData, rankerData } from './ranker-data.ts';

const ROWS = 2_000_000;
const FIELDS = 20;
const CARDINALITY = 50_000;
const PEER_ROWS = 100_000;
const PASSES = 5;
const DIMENSIONS = [64, 768];

const OPTIONS: RankerOptions = {
  kind: 'fm',
  factors: 16,
  learningRate: 0.01,
  l2: 1e-4,
  l2Factors: 1e-3,
  initialScale: 0.01,
  epochs: 6,
  patience: 6,
  bins: 32,
  refit: true,
};

/** Calls `block` for every block of rows. */
function eachBlock(block: (from: number, to: number) => void): void {
  for (let from = 0; from < ROWS; from += BLOCK_ROWS) block(from, Math.min(ROWS, from + BLOCK_ROWS));
}

/** Rows per second of training and scoring, copying included. */
function wholeSpeed(
  options: RankerOptions,
  { block, label, order }: RankerData,
  armBlocks: FieldBlock[] = [],
  passes = PASSES,
) {
  const model = new Model(options, [block, ...armBlocks], label);
  const out = new Float32Array(ROWS);
  model.reset(1, 0);
  const train = fastest(passes, () => clocked(() => eachBlock((from, to) => model.train(order, from, to))));
  const score = fastest(1, () => clocked(() => eachBlock((from, to) => model.score(order, from, to, out))));
  return { train: ROWS / train, score: ROWS / score };
}

/** Rows per second inside the kernel alone: blocks lie ready in its memory. */
function kernelSpeed({ codes, label, order, offsets }: RankerData): number {
  const kind = openKind(OPTIONS, FIELDS, FIELDS * CARDINALITY);
  kind.initField(0, 0, FIELDS * CARDINALITY, 1, 1);
  const ids = new Uint32Array(kind.buffer, kind.layout.ids, BLOCK_ROWS * FIELDS);
  const labels = new Uint8Array(kind.buffer, kind.layout.labels, BLOCK_ROWS);
  const seconds = fastest(PASSES, () => {
    let inside = 0;
    eachBlock((from, to) => {
      for (let i = from, at = 0; i < to; i++) {
        const row = order[i]!;
        labels[i - from] = label[row]!;
        for (let f = 0; f < FIELDS; f++) ids[at++] = codes[row * FIELDS + f]! + offsets[f]!;
      }
      inside += clocked(() => kind.train(to - from));
    });
    return inside;
  });
  return ROWS / seconds;
}

/** Rows per second of the plain JavaScript peer, which must agree with the kernel on what it learnt. */
function peerSpeed({ block, codes, label, order, offsets }: RankerData): number {
  const model = new Model(OPTIONS, [block], label);
  model.reset(1, 0);
  const peer = new PeerFm(OPTIONS, new Float32Array(model.snapshot().table.buffer));
  const pass = (from: number, to: number) => peer.train(codes, offsets, label, order, from, to);
  pass(0, BLOCK_ROWS);
  model.train(order, 0, BLOCK_ROWS);
  const scores = new Float32Array(BLOCK_ROWS);
  model.score(order, 0, BLOCK_ROWS, scores);
  for (let i = 0; i < BLOCK_ROWS; i++) {
    const difference = Math.abs(scores[i]! - peer.score(codes, offsets, order[i]!));
    if (!(difference < 1e-3)) throw new Error(`the peer disagrees by ${difference} on row ${i}`);
  }
  return PEER_ROWS / fastest(PASSES, () => clocked(() => pass(BLOCK_ROWS, BLOCK_ROWS + PEER_ROWS)));
}

/** One more field: a projection of the vectors of the first field's ids. */
function vectorBlock({ codes: all }: RankerData, dimension: number): FieldBlock {
  const bits = randomBits(2);
  const codes = all.filter((_, at) => at % FIELDS === 0).map((code) => code + 1);
  const values = Float32Array.from({ length: CARDINALITY * dimension }, () => bits() * 2 ** -32 - 0.5);
  return fieldBlock([
    { name: 'vector', codes, cardinality: CARDINALITY + 1, vectors: { dimension, values } },
  ]);
}

const millions = (rate: number): string => `${(rate / 1e6).toFixed(2)} M rows/s`;

export default async function fmBench(): Promise<BenchRow[]> {
  const input = rankerData(ROWS, FIELDS, CARDINALITY);
  const peer = peerSpeed(input);
  const kernel = kernelSpeed(input);
  const fm = wholeSpeed(OPTIONS, input);
  const projected = DIMENSIONS.map((dimension) => ({
    dimension,
    speed: wholeSpeed(OPTIONS, input, [vectorBlock(input, dimension)], 2),
  }));
  const lr = wholeSpeed({ ...OPTIONS, kind: 'lr' }, input);
  return [
    {
      case: 'FM, 20 fields, 16 factors, 1 M ids, 2 M rows',
      bar: '≥ 1.0 M rows/s trained',
      measured: millions(fm.train),
      note:
        `one thread, shuffled rows copied from shared memory; kernel alone ${millions(kernel)}, scoring ` +
        `${millions(fm.score)}; ${(fm.train / peer).toFixed(1)} × the same update in plain JavaScript ` +
        `(${millions(peer)}, Node ${process.versions.node}); limited by memory latency: 40 cache lines a row`,
    },
    ...projected.map(({ dimension, speed }) => ({
      case: `FM as above and a projection of vectors of ${dimension} numbers, 50 k vectors`,
      bar: 'no bar',
      measured: millions(speed.train),
      note: `${(speed.train / fm.train).toFixed(2)} × the speed without it; scoring ${millions(speed.score)}`,
    })),
    {
      case: 'LR, 20 fields, 1 M ids, 2 M rows',
      bar: 'no bar',
      measured: millions(lr.train),
      note: `as above; scoring ${millions(lr.score)}`,
    },
  ];
}
