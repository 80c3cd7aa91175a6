/** What the rankers' benchmarks share: rows whose ids are drawn uniformly, and clocks that take the best of several passes. */
import { randomBits, shuffle } from '../../src/common/random.ts';
import { codeRowsOf } from '../support/codes.ts';

export function rankerData(rows: number, fields: number, cardinality: number) {
  const bits = randomBits(1);
  const codes = new Uint32Array(rows * fields);
  for (let i = 0; i < codes.length; i++) codes[i] = Math.floor(bits() * 2 ** -32 * cardinality);
  const label = Uint8Array.from({ length: rows }, () => bits() & 1);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  shuffle(order, bits);
  const names = Array.from({ length: fields }, (_, f) => `field ${f}`);
  const cardinalities = names.map(() => cardinality);
  const block = { fields, cardinalities, names, codes: codeRowsOf(cardinalities, codes) };
  const offsets = Uint32Array.from(names, (_, f) => f * cardinality);
  return { block, codes, label, order, offsets };
}

export type RankerData = ReturnType<typeof rankerData>;

/** Seconds of the fastest pass. */
export function fastest(passes: number, pass: () => number): number {
  return Math.min(...Array.from({ length: passes }, pass));
}

export function clocked(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** Seconds that this process computed: on a busy machine the wall clock also counts the others. */
export function computed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
