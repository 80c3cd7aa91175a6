// @ts-check
/** Bundles the entries with esbuild: CommonJS for the extension host, ES modules for everything else. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { sha256, writeWhole } from './files.mjs';
import { hostResolution, hostSplitting, toCommonJs } from './host-bundle.mjs';
import { keptSourcesHash } from './kept-sources.mjs';
import { manifest, root } from './project.mjs';

/**
 * What becomes which file of dist/. All of it ships in the VSIX, which is checked for it, but what `ships: false` keeps
 * out: nobody starts the command line or imports the library from an extension's folder.
 */
export const entries = /** @type {const} */ ([
  { file: 'src/extension.ts', out: 'extension.cjs' },
  { file: 'src/code/python/index.ts', out: 'python.cjs' },
  { file: 'src/vscode/agents/tools.ts', out: 'agents.cjs' },
  { file: 'src/vscode/findings/bundle.ts', out: 'findings.cjs' },
  { file: 'src/vscode/exports/bundle.ts', out: 'exports.cjs' },
  { file: 'src/vscode/runs/bundle.ts', out: 'runs.cjs' },
  { file: 'src/compute/server.ts', out: 'server.mjs' },
  { file: 'src/evaluation/tasks/task.ts', out: 'task.mjs' },
  { file: 'src/data/spark/connect/channel.ts', out: 'spark.mjs' }, // gRPC, for runs with a cluster alone
  { file: 'src/agents/serve.ts', out: 'mcp.mjs' },
  { file: 'src/cli/main.ts', out: 'cli.mjs', executable: true, ships: false },
  { file: 'src/index.ts', out: 'index.mjs', ships: false },
  { file: 'webview/main.ts', out: 'webview/panel.js' },
  { file: 'webview/styles.css', out: 'webview/panel.css' },
  { file: 'examples/feed/generate.ts', out: 'example.mjs' }, // the walkthrough's data: a generator is smaller than what it generates
]);

/** The bundles of the VSIX. */
export const shippedEntries = entries.filter((entry) => !('ships' in entry));

/** Packages bundled from CommonJS call `require`, which an ES module does not have. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
const hashbang = '#!/usr/bin/env node\n';

/** The host's entry must stay small and quick to load: these belong to the compute process, or to a bundle of their own. */
const neverInHost = /node_modules\/(apache-arrow|@duckdb|@lezer|@grpc|protobufjs)\//;

/** What the editor reads to activate the extension: the entry and the pieces that it needs at once. */
const maximumStartBytes = 100e3;
/** All pieces of the host. No activation reads them all: those of specs come with a spec, those of the panel with a panel. */
const maximumHostBytes = 400e3;
const nodeTarget = 'node20';

/** Bundles that the host loads with the first document, agent or export that needs them. */
const besideHost = [
  'src/code/python/index.ts',
  'src/vscode/agents/tools.ts',
  'src/vscode/findings/bundle.ts',
  'src/vscode/exports/bundle.ts',
  'src/vscode/runs/bundle.ts',
];

/** What holds the host's state: a bundle beside it is given that, and must not have it a second time. */
const stateOfHost =
  /src\/vscode\/(state\/(spec\/(carriers|detect|parsed|specs)|trust|spec-facts|reports\/reports|runs\/(runs|marks|history))|commands|panel|processes)\b/;

/** @param {string} file @returns {import('esbuild').BuildOptions} */
function settings(file) {
  if (file.startsWith('webview/')) return page(file);
  const host = file === 'src/extension.ts';
  const inHost = host || besideHost.includes(file);
  const small = inHost || file === 'src/agents/serve.ts';
  const cli = file === 'src/cli/main.ts' && !readFileSync(join(root, file), 'utf8').startsWith('#!');
  return {
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: nodeTarget,
    format: inHost ? 'cjs' : 'esm',
    external: ['vscode', '@duckdb/node-api'],
    define: {
      __LIS_BUNDLED__: 'true',
      __LIS_VERSION__: JSON.stringify(manifest.version),
      'import.meta.main': 'true', // of an entry; the editor's Node may not know it yet
      ...(inHost ? {} : { __LIS_KEPT_SOURCES__: JSON.stringify(keptSourcesHash()) }),
      ...(inHost ? { navigator: 'undefined' } : {}), // the editor logs an error when an extension so much as looks at it
    },
    banner: { js: inHost ? '' : (cli ? hashbang : '') + requireBanner },
    sourcemap: 'linked',
    minify: small, // it is read at every start of the editor, or of an agent
    keepNames: !small, // a tenth of the host's code; its source maps have the names
    logLevel: 'silent',
    ...(host ? { ...hostSplitting, ...hostResolution } : {}),
  };
}

/** The panel's page: a browser's script and its style sheet, without a source map, which its policy would refuse to load.
 * @param {string} file @returns {import('esbuild').BuildOptions} */
function page(file) {
  return {
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: true,
    keepNames: false,
    logLevel: 'silent',
  };
}

/** @typedef {{path: string, contents: Uint8Array}} Output */

/**
 * The pieces that an entry imports at once, and what those import, itself included.
 * @param {import('esbuild').Metafile['outputs']} outputs @param {string} entry @returns {Set<string>} as `outputs` names them
 */
export function startOf(outputs, entry) {
  const start = new Set([entry]);
  for (const path of start) {
    for (const { path: other, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) start.add(other);
    }
  }
  return start;
}

/** @param {import('esbuild').Metafile} metafile @param {Output[]} outputs */
function checkHost({ inputs: all, outputs: pieces }, outputs) {
  const inputs = Object.keys(all);
  const heavy = inputs.find((input) => neverInHost.test(input));
  if (heavy)
    throw new Error(`the host's bundle would contain ${heavy}: import it in the compute process only.`);
  const start = startOf(pieces, 'dist/extension.cjs');
  const sizeOf = (/** @type {(path: string) => boolean} */ counts) =>
    outputs
      .filter(({ path }) => path.endsWith('.cjs') && counts(relative(root, path).replaceAll('\\', '/')))
      .reduce((sum, { contents }) => sum + contents.length, 0);
  const startBytes = sizeOf((path) => start.has(path));
  if (startBytes > maximumStartBytes)
    throw new Error(`activation would read ${startBytes} bytes, above 100 kB: import what can wait later.`);
  const bytes = sizeOf(() => true);
  if (bytes > maximumHostBytes) throw new Error(`the host's code would be ${bytes} bytes, above 400 kB.`);
}

/**
 * One hash over all that a bundle is made of: how, from which packages, and from which files of the project.
 * @param {import('esbuild').BuildOptions} options @param {string[]} inputs
 * @returns {string | null} null when an input is gone.
 */
function stampOf(options, inputs) {
  const projectInputs = inputs
    .filter((input) => !input.startsWith('node_modules/'))
    .map((input) => join(root, input));
  if (!projectInputs.every((input) => existsSync(input))) return null;
  const lock = readFileSync(join(root, 'package-lock.json'));
  const how = ['host-bundle.mjs', 'host-yaml.mjs'].map((name) =>
    readFileSync(join(import.meta.dirname, name)),
  );
  return sha256(JSON.stringify(options), ...how, lock, ...projectInputs.map((input) => readFileSync(input)));
}

/** Where a bundle's stamp, inputs and packages are noted. @param {string} out */
function recordOf(out) {
  return join(root, 'dist', '.build', `${out}.json`);
}

/** Files of the project that hold something of a package of another index, and the folder with its licence. */
const fromElsewhere = new Map([
  ['src/data/spark/connect/descriptors.ts', 'src/data/spark/connect/pyspark-client'],
]);

/**
 * The packages that a bundle really holds something of, as folders.
 * @param {import('esbuild').Metafile} metafile @returns {string[]}
 */
export function packagesIn(metafile) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  );
  const folders = used.flatMap(
    (path) => fromElsewhere.get(path) ?? /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  return [...new Set(folders)].toSorted();
}

/** Pieces have other names whenever they change. @param {string[]} files The host's, relative to dist/. */
function removeOthers(files) {
  const folder = join(root, 'dist', 'host');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!files.includes(`host/${name}`)) rmSync(join(folder, name));
  }
}

/** @param {string} out A bundle. @returns {string[]} the files of dist/ that it consists of, maps apart. */
export function filesOf(out) {
  const { files } = JSON.parse(readFileSync(recordOf(out), 'utf8'));
  return files.filter((/** @type {string} */ file) => !file.endsWith('.map'));
}

/** The packages in built bundles, as folders. @param {readonly {out: string}[]} bundles @returns {string[]} */
export function bundledPackages(bundles) {
  const found = bundles.flatMap(({ out }) => JSON.parse(readFileSync(recordOf(out), 'utf8')).packages);
  return [...new Set(found)].toSorted();
}

/** @param {(typeof entries)[number]} entry @returns {Promise<string | null>} the bundle's name if it changed. */
async function bundle(entry) {
  const out = join(root, 'dist', entry.out);
  const record = recordOf(entry.out);
  const options = settings(entry.file);
  if (existsSync(record)) {
    const { stamp, inputs, files = [entry.out] } = JSON.parse(readFileSync(record, 'utf8'));
    const whole = files.every((/** @type {string} */ file) => existsSync(join(root, 'dist', file)));
    if (whole && stamp === stampOf(options, inputs)) return null;
  }
  const { build } = await import('esbuild'); // slow to load: only for a bundle that is out of date
  const result = await build(options.splitting ? options : { ...options, outfile: out });
  const { metafile, outputFiles = [] } = result;
  const written = options.splitting
    ? await toCommonJs(outputFiles, nodeTarget, join(root, 'dist', 'host'))
    : outputFiles;
  const inputs = Object.keys(metafile?.inputs ?? {});
  const packages = metafile === undefined ? [] : packagesIn(metafile);
  if (entry.file === 'src/extension.ts' && metafile !== undefined) checkHost(metafile, written);
  const second = besideHost.includes(entry.file)
    ? inputs.find((input) => stateOfHost.test(input))
    : undefined;
  if (second !== undefined)
    throw new Error(`${entry.out} would have its own ${second}: let the host give it.`);
  let changed = false;
  for (const { path, contents } of written) {
    const mode = 'executable' in entry && path === out ? 0o755 : 0o644;
    changed = writeWhole(path, contents, mode) || changed;
  }
  const files = written.map(({ path }) => relative(join(root, 'dist'), path).replaceAll('\\', '/'));
  if (options.splitting) removeOthers(files);
  writeWhole(record, JSON.stringify({ stamp: stampOf(options, inputs), inputs, packages, files }));
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
