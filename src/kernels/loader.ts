/**
 * Loads the WebAssembly kernels. A kernel module is compiled once per process; every task instantiates it with a
 * private memory whose layout the caller chooses (runtime `stub`: nothing is allocated inside).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

export interface Kernel<Exports> {
  exports: Exports;
  memory: WebAssembly.Memory;
  /** First free byte: the caller lays out its arrays from here on. */
  base: number;
}

/**
 * Instantiates kernel `name` (`src/kernels/assembly/<name>.ts`) with `bytes` of private memory beyond its own data.
 * @throws RangeError when the memory cannot be had (more than 4 GiB, or not enough left).
 */
export function instantiate<Exports>(name: string, bytes: number): Kernel<Exports> {
  const base = 4096; // above the module's constants; the compiler puts them at memoryBase 1024
  const pages = Math.ceil((base + bytes) / PAGE_BYTES);
  if (pages > MAX_PAGES) throw new RangeError(`kernel ${name} needs ${bytes} bytes; the limit is 4 GiB`);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const abort = (): never => {
    throw new Error(`kernel ${name} aborted`);
  };
  const instance = new WebAssembly.Instance(compile(name), { env: { memory, abort } });
  return { exports: instance.exports as Exports, memory, base };
}
