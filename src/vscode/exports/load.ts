/** Loads `exports.cjs` with the first export. */
import { createRequire } from 'node:module';
import type { ExtensionContext } from 'vscode';
import type * as Exports from './bundle.ts';

/** @returns the functions of the bundle; Node keeps it once it is loaded */
export function loadExports(context: Pick<ExtensionContext, 'asAbsolutePath'>): typeof Exports {
  const bundle = context.asAbsolutePath('dist/exports.cjs');
  // esbuild would put an import into the host's code.
  return createRequire(bundle)(bundle) as typeof Exports;
}
