/**
 * Loads the WebAssembly kernels. A kernel module is compiled once per process; every task instantiates it with a
 * private memory whose layout the caller chooses (runtime `stub`: nothing is allocated inside).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KernelInterface } from './interface.ts';

/** Set by the bundler. Bundles sit in dist/ beside kernels/; sources sit in src/kernels/. */
declare const __LIS_BUNDLED__: boolean | undefined;

const PAGE_BYTES = 65536;
const MAX_PAGES = 65536;

/** The folder of the built files (bundles, `kernels/*.wasm`). */
export function distFolder(): string {
  const bundled = typeof __LIS_BUNDLED__ !== 'undefined' && __LIS_BUNDLED__;
  return fileURLToPath(new URL(bundled ? '.' : '../../dist/', import.meta.url));
}

const compiled = new Map<string, WebAssembly.Module>();

function compile(name: string): WebAssembly.Module {
  let module = compiled.get(name);
  if (module === undefined) {
    module = new WebAssembly.Module(readFileSync(`${distFolder()}/kernels/${name}.wasm`));
    compiled.set(name, module);
  }
  return module;
}

/** Instantiates a kernel on a memory of its own. */
export function load<Functions>(
  { name, bind }: KernelInterface<Functions>,
  memory: WebAssembly.Memory,
): Functions {
  const abort = (): never => {
    throw new Error(`kernel ${name} aborted`);
  };
  const { exports } = new WebAssembly.Instance(compile(name), { env: { memory, abort } });
  return bind(exports as Parameters<typeof bind>[0]);
}

/** First free byte of a kernel's memory: the caller lays out its arrays from here on. */
export interface Kernel<Functions> {
  exports: Functions;
  memory: WebAssembly.Memory;
  /** First free byte: the caller lays out its arrays from here on. */
  base: number;
}

/**
 * Instantiates a kernel with `bytes` of private memory beyond its own data.
 * @throws RangeError when the memory cannot be had (more than 4 GiB, or not enough left).
 */
export function instantiate<Functions>(
  { name, bind }: KernelInterface<Functions>,
  bytes: number,
): Kernel<Functions> {
  const base = 4096; // above the module's constants; the compiler puts them at memoryBase 1024
  const pages = Math.ceil((base + bytes) / PAGE_BYTES);
  if (pages > MAX_PAGES) throw new RangeError(`kernel ${name} needs ${bytes} bytes; the limit is 4 GiB`);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const abort = (): never => {
    throw new Error(`kernel ${name} aborted`);
  };
  const instance = new WebAssembly.Instance(compile(name), { env: { memory, abort } });
  return { exports: bind(instance.exports as Parameters<typeof bind>[0]), memory, base };
}
