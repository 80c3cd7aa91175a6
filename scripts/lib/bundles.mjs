// @ts-check
/** Bundles the entries with esbuild: one CommonJS file for the extension host, ES modules for everything else. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeWhole } from './files.mjs';
import { manifest, root } from './project.mjs';

const entries = /** @type {const} */ ([
  { file: 'src/extension.ts', out: 'extension.cjs' },
  { file: 'src/worker/server.ts', out: 'server.mjs' },
  { file: 'src/evaluation/task.ts', out: 'task.mjs' },
  { file: 'src/cli/main.ts', out: 'cli.mjs', executable: true },
  { file: 'src/index.ts', out: 'index.mjs' },
  { file: 'examples/feed/generate.ts', out: 'example.mjs' }, // the walkthrough's data: a generator is smaller than what it generates
]);

/** Packages bundled from CommonJS call `require`, which an ES module does not have. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
const hashbang = '#!/usr/bin/env node\n';

/** The host's entry must stay small and quick to load: these belong to the compute process. */
const neverInHost = /node_modules\/(apache-arrow|@duckdb)\//;

const maximumHostBytes = 400e3;

/** @param {string} file @returns {import('esbuild').BuildOptions} */
function settings(file) {
  const host = file === 'src/extension.ts';
  const cli = file === 'src/cli/main.ts' && !readFileSync(join(root, file), 'utf8').startsWith('#!');
  return {
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: host ? 'cjs' : 'esm',
    external: ['vscode', '@duckdb/node-api'],
    define: {
      __LIS_BUNDLED__: 'true',
      __LIS_VERSION__: JSON.stringify(manifest.version),
      'import.meta.main': 'true', // of an entry; the editor's Node may not know it yet
      ...(host ? { navigator: 'undefined' } : {}), // the editor logs an error when an extension so much as looks at it
    },
    banner: { js: host ? '' : (cli ? hashbang : '') + requireBanner },
    sourcemap: 'linked',
    minify: host, // it is read at every start of the editor
    keepNames: !host, // 17 kB of the host's 400, for names that only its stack traces show
    logLevel: 'silent',
  };
}

/** @param {string[]} inputs @param {import('esbuild').OutputFile[]} outputs */
function checkHost(inputs, outputs) {
  const heavy = inputs.find((input) => neverInHost.test(input));
  if (heavy)
    throw new Error(`the host's bundle would contain ${heavy}: import it in the compute process only.`);
  const bytes = outputs.find(({ path }) => path.endsWith('.cjs'))?.contents.length ?? 0;
  if (bytes > maximumHostBytes) throw new Error(`the host's bundle would be ${bytes} bytes, above 400 kB.`);
}

/**
 * One hash over all that a bundle is made of: how, from which packages, and from which files of the project.
 * @param {import('esbuild').BuildOptions} options @param {string[]} inputs
 * @returns {string | null} null when an input is gone.
 */
function stampOf(options, inputs) {
  const own = inputs.filter((input) => !input.startsWith('node_modules/')).map((input) => join(root, input));
  if (!own.every((input) => existsSync(input))) return null;
  const lock = readFileSync(join(root, 'package-lock.json'));
  return sha256(JSON.stringify(options), lock, ...own.map((input) => readFileSync(input)));
}

/** @param {(typeof entries)[number]} entry @returns {Promise<string | null>} the bundle's name if it changed. */
async function bundle(entry) {
  const out = join(root, 'dist', entry.out);
  const record = join(root, 'dist', '.build', `${entry.out}.json`);
  const options = settings(entry.file);
  if (existsSync(out) && existsSync(record)) {
    const { stamp, inputs } = JSON.parse(readFileSync(record, 'utf8'));
    if (stamp === stampOf(options, inputs)) return null;
  }
  const { build } = await import('esbuild'); // slow to load: only for a bundle that is out of date
  const { outputFiles, metafile } = await build({ ...options, outfile: out });
  const inputs = Object.keys(metafile?.inputs ?? {});
  if (entry.file === 'src/extension.ts') checkHost(inputs, outputFiles ?? []);
  let changed = false;
  for (const { path, contents } of outputFiles ?? []) {
    const mode = 'executable' in entry && path === out ? 0o755 : 0o644;
    changed = writeWhole(path, contents, mode) || changed;
  }
  writeWhole(record, JSON.stringify({ stamp: stampOf(options, inputs), inputs }));
  return changed ? entry.out : null;
}

/**
 * @returns {Promise<string[]>} the names of the bundles that were rewritten.
 * @throws {AggregateError} when an entry cannot be bundled; the others are written all the same.
 */
export async function buildBundles() {
  const results = await Promise.allSettled(entries.map(bundle));
  const errors = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  if (errors.length > 0) throw new AggregateError(errors, 'entries do not bundle');
  return results.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
}
