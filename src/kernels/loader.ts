/**
 * Loads the WebAssembly kernels. A kernel module is compiled once per process; every task instantiates it on a
 * private memory that an arena lays out (runtime `stub`: nothing is allocated inside).
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KernelInterface } from './interface.ts';

/** Set by the bundler. Bundles sit in dist/ beside kernels/; sources sit in src/kernels/. */
declare const __LIS_BUNDLED__: boolean | undefined;

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
