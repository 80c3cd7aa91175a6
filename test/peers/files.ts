/** The rows of one log as both sides read them: a file of plain numbers for each column, and `task.json` that names them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `prepare.ts` wrote. */
export interface PeerTask {
  rows: number;
  /** Ids and categories, as codes 1 … `cardinality` − 1 in u32: what rankers learn from. */
  fields: { name: string; cardinality: number }[];
  /** Numbers in f32, NaN where missing: what the head learns from. `pctr` is its base score. */
  columns: string[];
  /** Rows, users and repeats of the bootstrap of the metric's case; that log is larger. */
  auc: { rows: number; users: number; replicates: number };
  threads: number;
}

/** One side of a case: what it took, and how good its scores are. */
export interface Measured {
  /** Name and version, and what was chosen. */
  how: string;
  /** CPU seconds of all threads, and by the clock. */
  cpuSeconds: number;
  seconds: number;
  /** A second of CPU, in rows. */
  rate?: number;
  peakBytes: number;
  /** Of these, what the process held before it read a row: the language and its libraries. */
  startBytes: number;
  auc?: number;
  /** Standard error, where the case asks for it. */
  error?: number;
  /** Differences to the base, by arm. */
  gains?: Record<string, number>;
}

export const taskOf = (folder: string): PeerTask =>
  JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')) as PeerTask;

/** The bytes of a file, in memory that nothing else uses. */
function bytesOf(folder: string, name: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return byteOffset === 0 && byteLength === buffer.byteLength
    ? (buffer as ArrayBuffer)
    : (buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

export const bytes = (folder: string, name: string): Uint8Array => new Uint8Array(bytesOf(folder, name));
export const words = (folder: string, name: string): Uint32Array => new Uint32Array(bytesOf(folder, name));
export const floats = (folder: string, name: string): Float32Array => new Float32Array(bytesOf(folder, name));

/** The most memory that this process ever held: of its own, where the system says so. */
export function peakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // not Linux
  }
  return process.resourceUsage().maxRSS * 1024;
}

/** What `work` gives, and its CPU seconds and seconds by the clock. */
export function clocked<Result>(work: () => Result): { result: Result; cpuSeconds: number; seconds: number } {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - start) / 1000 };
}
