// @ts-check
/** `npm run build`: kernels and their interfaces, bundles, JSON schemas and the texts to translate. What has not changed is not built again. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from './lib/bundles.mjs';
import { buildInterfaces } from './lib/interfaces.mjs';
import { buildKernels } from './lib/kernels.mjs';
import { buildMessages } from './lib/messages.mjs';
import { buildManifestStrings } from './lib/nls.mjs';
import { isMain, root } from './lib/project.mjs';
import { buildSchemas } from './lib/schemas.mjs';

/**
 * Builds everything into dist/. A part that fails does not keep the others from being built.
 * @returns {Promise<string[]>} the generated files under version control that were out of date and have been rewritten.
 * @throws {Error} when a source does not compile; the message has one line or more for each.
 */
export async function build() {
  const started = performance.now();
  const schemas = buildSchemas();
  const interfaces = buildInterfaces();
  const bundled = Promise.allSettled([schemas, interfaces]).then(buildBundles); // bundles hold what these two write
  const parts = await Promise.allSettled([buildKernels(), bundled, schemas, interfaces, buildSources()]);
  const errors = parts.flatMap((part) => (part.status === 'rejected' ? flatten(part.reason) : []));
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const [kernels = [], bundles = [], ...others] = parts.map((part) =>
    part.status === 'fulfilled' ? part.value : [],
  );
  const sources = others.flat();
  const made = [...kernels.map((name) => `kernels/${name}.wasm`), ...bundles, ...sources];
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  console.log(`build: ${made.length > 0 ? made.join(', ') : 'nothing changed'} (${seconds} s)`);
  return sources;
}

/** What the sources say a second time, for programs that cannot read them. */
async function buildSources() {
  return [...(await buildMessages()), ...buildManifestStrings()];
}

/** @param {Error} error @returns {Error[]} */
function flatten(error) {
  return error instanceof AggregateError ? error.errors.flatMap(flatten) : [error];
}

if (isMain(import.meta.filename)) {
  if (process.argv.includes('--clean')) rmSync(join(root, 'dist'), { recursive: true, force: true });
  await build().catch((/** @type {Error} */ error) => {
    console.error(error.message);
    process.exitCode = 4;
  });
}
