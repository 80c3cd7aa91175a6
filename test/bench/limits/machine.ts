/**
 * What this machine can do at most, in WebAssembly with the instructions that the kernels have: bytes streamed, records touched at
 * random, and floats multiplied and added in registers. The programs are compiled when they are needed; nothing of them is shipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBits } from '../../../src/common/random.ts';
import { computed, fastest } from '../ranker-data.ts';

/** Divisions by roots, eight registers side by side: what Adagrad and cosines do for every number. */
const rootsOf = (name: string, vector: string, scalar: string): string => `
export function ${name}(steps: u32, factor: ${scalar}): ${scalar} {
  const one = ${vector}.splat(factor);
  const two = ${vector}.splat(2 * factor);
${Array.from({ length: 8 }, (_, i) => `  let r${i} = ${vector}.splat(${i});`).join('\n')}
  for (let step: u32 = 0; step < steps; step++) {
${Array.from({ length: 8 }, (_, i) => `    r${i} = ${vector}.div(one, ${vector}.sqrt(${vector}.add(r${i}, two)));`).join('\n')}
  }
  let sum = r0;
${Array.from({ length: 7 }, (_, i) => `  sum = ${vector}.add(sum, r${i + 1});`).join('\n')}
  return ${vector}.extract_lane(sum, 0);
}`;

/** AssemblyScript, with the options of scripts/lib/kernels.mjs. */
const SOURCE = `
/** a = b + s · c, as in STREAM. */
export function triad(a: usize, b: usize, c: usize, bytes: usize, factor: f64): void {
  const scale = f64x2.splat(factor);
  for (let at: usize = 0; at < bytes; at += 32) {
    v128.store(a + at, f64x2.add(v128.load(b + at), f64x2.mul(scale, v128.load(c + at))));
    v128.store(a + at, f64x2.add(v128.load(b + at, 16), f64x2.mul(scale, v128.load(c + at, 16))), 16);
  }
}

/** Changes both ends of the records whose numbers stand in \`order\`: they do not depend on each other, so that all misses overlap. */
export function change(order: usize, count: u32, table: usize, bytes: usize): void {
  const last = bytes - 4;
  const end = order + (<usize>count << 2);
  for (let at = order; at < end; at += 16) {
    const a = table + <usize>load<u32>(at) * bytes;
    const b = table + <usize>load<u32>(at, 4) * bytes;
    const c = table + <usize>load<u32>(at, 8) * bytes;
    const d = table + <usize>load<u32>(at, 12) * bytes;
    store<u32>(a, load<u32>(a) + 1);
    store<u32>(b, load<u32>(b) + 1);
    store<u32>(c, load<u32>(c) + 1);
    store<u32>(d, load<u32>(d) + 1);
    if (last > 60) {
      store<u32>(a + last, load<u32>(a + last) + 1);
      store<u32>(b + last, load<u32>(b + last) + 1);
      store<u32>(c + last, load<u32>(c + last) + 1);
      store<u32>(d + last, load<u32>(d + last) + 1);
    }
  }
}

/** Reads both ends of the records, likewise. */
export function read(order: usize, count: u32, table: usize, bytes: usize): u32 {
  const last = bytes - 4;
  const end = order + (<usize>count << 2);
  let sum: u32 = 0;
  for (let at = order; at < end; at += 16) {
    const a = table + <usize>load<u32>(at) * bytes;
    const b = table + <usize>load<u32>(at, 4) * bytes;
    const c = table + <usize>load<u32>(at, 8) * bytes;
    const d = table + <usize>load<u32>(at, 12) * bytes;
    sum += load<u32>(a) + load<u32>(b) + load<u32>(c) + load<u32>(d);
    if (last > 60) sum += load<u32>(a + last) + load<u32>(b + last) + load<u32>(c + last) + load<u32>(d + last);
  }
  return sum;
}

/** A product and a sum of four floats in each of eight registers, so many times over. */
export function multiply(steps: u32, factor: f32): f32 {
  const by = f32x4.splat(factor);
${Array.from({ length: 8 }, (_, i) => `  let r${i} = f32x4.splat(${i});`).join('\n')}
  for (let step: u32 = 0; step < steps; step++) {
${Array.from({ length: 32 }, (_, i) => `    r${i % 8} = f32x4.add(by, f32x4.mul(by, r${i % 8}));`).join('\n')}
  }
  let sum = r0;
${Array.from({ length: 7 }, (_, i) => `  sum = f32x4.add(sum, r${i + 1});`).join('\n')}
  return f32x4.extract_lane(sum, 0);
}

${rootsOf('floats', 'f32x4', 'f32')}
${rootsOf('doubles', 'f64x2', 'f64')}
`;

interface Programs {
  triad(a: number, b: number, c: number, bytes: number, factor: number): void;
  change(order: number, count: number, table: number, bytes: number): void;
  read(order: number, count: number, table: number, bytes: number): number;
  multiply(steps: number, factor: number): number;
  floats(steps: number, factor: number): number;
  doubles(steps: number, factor: number): number;
}

const PAGE = 65536;
const STREAMED = 64 * 2 ** 20;
const RECORDS = 2 ** 21;
/** Of a call, and calls: code is compiled well only for a call after some others. */
const STEPS = 2 ** 14;
const CALLS = 256;
/** A factor that the compiler does not know: constants of registers are made anew at every use. */
const FACTOR = 0.999;
const PASSES = 5;

function compiled(): WebAssembly.Module {
  const folder = mkdtempSync(join(tmpdir(), 'lis-limits-'));
  try {
    writeFileSync(join(folder, 'limits.ts'), SOURCE);
    const compiler = join(import.meta.dirname, '../../../node_modules/assemblyscript/bin/asc.js');
    const options = [
      '--optimizeLevel',
      '3',
      '--shrinkLevel',
      '0',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
    ];
    const memory = ['--importMemory', '--enable', 'simd', '--outFile', 'limits.wasm'];
    const run = spawnSync(process.execPath, [compiler, 'limits.ts', ...options, ...memory], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`the limits do not compile:\n${run.stderr}`);
    return new WebAssembly.Module(readFileSync(join(folder, 'limits.wasm')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rates that nothing on one core of this machine exceeds, by CPU seconds, the best of several passes. */
export class Machine {
  readonly #module = compiled();

  /** Bytes a second that are read or written in order: three arrays of 64 MiB. */
  streamed(): number {
    const { programs, at } = this.#open([STREAMED, STREAMED, STREAMED]);
    const [a = 0, b = 0, c = 0] = at;
    return (
      (3 * STREAMED) / fastest(2 * PASSES, () => computed(() => programs.triad(a, b, c, STREAMED, FACTOR)))
    );
  }

  /** Records a second of a table that are changed, or only read, in random order. */
  records(count: number, bytes: number, what: 'change' | 'read'): number {
    const { programs, at, memory } = this.#open([4 * RECORDS, count * bytes]);
    const [order = 0, table = 0] = at;
    const bits = randomBits(1);
    const numbers = new Uint32Array(memory.buffer, order, RECORDS);
    for (let i = 0; i < RECORDS; i++) numbers[i] = Math.floor(bits() * 2 ** -32 * count);
    return RECORDS / fastest(4 * PASSES, () => computed(() => programs[what](order, RECORDS, table, bytes)));
  }

  /** Multiplications and additions of floats a second. */
  flops(): number {
    return this.#steps('multiply') * 32 * 4 * 2;
  }

  /** Divisions by roots a second. */
  roots(kind: 'floats' | 'doubles'): number {
    return this.#steps(kind) * 8 * (kind === 'floats' ? 4 : 2);
  }

  #steps(name: 'multiply' | 'floats' | 'doubles'): number {
    const { programs } = this.#open([]);
    const calls = () => {
      for (let call = 0; call < CALLS; call++) programs[name](STEPS, FACTOR);
    };
    return (CALLS * STEPS) / fastest(PASSES, () => computed(calls));
  }

  #open(sizes: number[]) {
    let end = PAGE;
    const at = sizes.map((size) => {
      const from = end;
      end += Math.ceil(size / PAGE) * PAGE;
      return from;
    });
    const memory = new WebAssembly.Memory({ initial: end / PAGE });
    new Uint8Array(memory.buffer).fill(1); // pages that were never written are all the same one
    const abort = () => {
      throw new Error('a limit ended early');
    };
    const { exports } = new WebAssembly.Instance(this.#module, { env: { memory, abort } });
    return { programs: exports as unknown as Programs, at, memory };
  }
}
