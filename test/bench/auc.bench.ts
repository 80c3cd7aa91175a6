/**
 * AUC with a user-clustered interval at the size of a large site's day: ten million rows of a million users, two arms.
 * It runs in a process of its own, so that the peak of memory is its own.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  auc,
  clusteredVariance,
  contrast,
  type EvaluationRows,
  evaluationRows,
  ScoredArm,
} from '../../src/metrics/index.ts';
import type { BenchRow } from './harness.ts';

const ROWS = 10_000_000;
const USERS = 1_000_000;
const REPEATS = 3;

interface Measured {
  /** Seconds to group rows by user, score one arm (AUC, log loss, components), and take its clustered variance. */
  interval: number;
  /** CPU seconds of the same, all threads. */
  intervalCpu: number;
  /** Seconds to score two arms and contrast them: what a report's difference costs. */
  difference: number;
  differenceCpu: number;
  /** AUC of one arm, and of the peer. */
  auc: number;
  peer: number;
  doubles: number;
  peakBytes: number;
}

function data() {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const label = new Uint8Array(ROWS);
  const user = new Uint32Array(ROWS);
  const base = new Float32Array(ROWS);
  const leaked = new Float32Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const y = next() < 0.2 ? 1 : 0;
    const shared = 2 * (next() + next() + next() - 1.5) - 2;
    label[row] = y;
    user[row] = Math.floor(next() * USERS);
    base[row] = shared + 0.9 * y;
    leaked[row] = shared + y + 0.3 * next();
  }
  return { label, user, base, leaked };
}

/** The fastest plain JavaScript: the engine's own typed sort of each class, then one merge; ties count one half. It has no components. */
function peerAuc(scores: Float32Array, label: Uint8Array): number {
  const positive = scores.filter((_, row) => label[row] === 1).sort();
  const negative = scores.filter((_, row) => label[row] === 0).sort();
  let below = 0;
  let notAbove = 0;
  let concordant = 0;
  for (const score of positive) {
    while (below < negative.length && negative[below]! < score) below++;
    while (notAbove < negative.length && negative[notAbove]! <= score) notAbove++;
    concordant += (below + notAbove) / 2;
  }
  return concordant / positive.length / negative.length;
}

/** Median wall and CPU seconds. */
function time(work: () => void): { wall: number; cpu: number } {
  const runs = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
  });
  return runs.sort((a, b) => a.wall - b.wall)[REPEATS >> 1]!;
}

function scored(rows: EvaluationRows, scores: Float32Array): ScoredArm {
  const arm = new ScoredArm(rows);
  arm.add(1, scores);
  return arm;
}

function measure(): Measured {
  const { label, user, base, leaked } = data();
  const interval = time(() => {
    const rows = evaluationRows(label, user);
    const arm = scored(rows, leaked);
    const { positiveSums, negativeSums } = arm.perSeed[0]!;
    const variance = clusteredVariance(rows, positiveSums, negativeSums, arm.auc);
    if (!(arm.auc > 0.5 + 10 * Math.sqrt(variance))) throw new Error('the benchmark lost its signal');
  });
  const difference = time(() => {
    const rows = evaluationRows(label, user);
    const { low } = contrast(rows, scored(rows, leaked), scored(rows, base));
    if (!(low > 0)) throw new Error('the benchmark lost its difference');
  });
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  if (Math.abs(auc(base, label) - peerAuc(base, label)) > 1e-9) throw new Error('the peer disagrees');
  const doubles = Float64Array.from(base, (score, row) => score + row * 1e-13);
  return {
    interval: interval.wall,
    intervalCpu: interval.cpu,
    difference: difference.wall,
    differenceCpu: difference.cpu,
    peakBytes,
    auc: time(() => auc(base, label)).wall,
    peer: time(() => peerAuc(base, label)).wall,
    doubles: time(() => auc(doubles, label)).wall,
  };
}

export default async function aucBench(): Promise<BenchRow[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), 'measure']);
  const found = JSON.parse(stdout) as Measured;
  const size = '10 M rows, 1 M users';
  return [
    {
      case: `AUC + user-clustered interval, ${size}`,
      bar: '≤ 3 s, ≤ 1 GB',
      measured: `${found.interval.toFixed(2)} s, ${(found.peakBytes / 1e9).toFixed(2)} GB`,
      note:
        `one core, ${found.intervalCpu.toFixed(2)} s of CPU; grouping and log loss included; memory is the peak of ` +
        'the process over this case and the next, 130 MB of input included',
    },
    {
      case: `paired difference of two arms with its interval, ${size}`,
      bar: '—',
      measured: `${found.difference.toFixed(2)} s`,
      note: `one core, ${found.differenceCpu.toFixed(2)} s of CPU`,
    },
    {
      case: `AUC of one arm, ${size}`,
      bar: 'faster than the peer',
      measured: `${found.auc.toFixed(2)} s, ${(found.peer / found.auc).toFixed(1)} × as fast`,
      note:
        `peer: TypedArray.sort of each class and a merge, Node ${process.versions.node}, ${found.peer.toFixed(2)} s; ` +
        `full-precision doubles take ${found.doubles.toFixed(2)} s`,
    },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'measure') {
  process.stdout.write(JSON.stringify(measure()));
}
