// @ts-check
/**
 * `npm run bench`: runs every benchmark of test/bench in a process of its own and writes docs/performance.md, which is
 * never edited by hand. `npm run bench -- NAME …` runs some of them and replaces their rows; where the page is of another
 * machine or version, the rows say so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { capture } from './lib/command.mjs';
import { writeWhole } from './lib/files.mjs';
import { isMain, manifest, root } from './lib/project.mjs';

/** @typedef {import('../test/bench/harness.ts').BenchRow} BenchRow */

const folder = join(root, 'test', 'bench');
const page = join(root, 'docs', 'performance.md');
/** Separates a benchmark's own output from its rows, which follow as JSON. */
const mark = '\u001e';

/** @param {string[]} wanted @returns {string[]} the names of the benchmarks. */
function benchmarks(wanted) {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => basename(file, '.bench.ts'));
  return wanted.length === 0 ? names : names.filter((name) => wanted.includes(name));
}

/** @param {string} name @returns {Promise<BenchRow[]>} */
async function measure(name) {
  console.log(`bench: ${name} …`);
  const url = pathToFileURL(join(folder, `${name}.bench.ts`)).href;
  const program = `const { default: bench } = await import(${JSON.stringify(url)});
    process.stdout.write(${JSON.stringify(mark)} + JSON.stringify(await bench()));`;
  const { code, text } = await capture(process.execPath, ['--input-type=module', '--eval', program]);
  const [output = '', rows] = text.split(mark);
  if (code !== 0 || rows === undefined) throw new Error(`${name} failed:\n${output.trim()}`);
  return JSON.parse(rows);
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** @param {BenchRow[]} rows */
function table(rows) {
  const lines = rows.map((row) => `| ${[row.case, row.bar, row.measured, row.note].map(cell).join(' | ')} |`);
  return ['| case | bar | measured | notes |', '|---|---|---|---|', ...lines].join('\n');
}

/** The rows of a table. @param {string} text @returns {BenchRow[]} */
function rowsOf(text) {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(1).map((line) => {
    const cells = line.slice(2, -2).split(' | ');
    const [name = '', bar = '', measured = '', note = ''] = cells.map((text) => text.replaceAll('\\|', '|'));
    return { case: name, bar, measured, note };
  });
}

/** The machine and the versions that numbers are of. */
export function conditions() {
  const cores = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const machine = `${cores.length} × ${cores[0]?.model ?? 'unknown processor'}, ${memory} GiB, ${platform()} ${release()} ${arch()}`;
  return `- Machine: ${machine}
- Node ${process.versions.node}, V8 ${process.versions.v8}, LIS Lens ${manifest.version}, AssemblyScript ${manifest.devDependencies['assemblyscript']}`;
}

/** @param {BenchRow[]} rows @param {string} [measuredUnder] the conditions they were measured under. */
export function document(rows, measuredUnder = conditions()) {
  return `# Performance

Written by \`npm run bench\`; do not edit. Absolute numbers are this machine's; ratios are of one run.

${measuredUnder}

${table(rows)}
`;
}

/**
 * A page in which some rows are new; the others keep their places. New rows of other conditions name them.
 * @param {string} before @param {BenchRow[]} rows
 */
export function merged(before, rows) {
  const [pageConditions = conditions()] = /^- Machine: .*\n- Node .*$/m.exec(before) ?? [];
  const apart =
    pageConditions === conditions()
      ? ''
      : `; measured apart: ${conditions().replace(/^- /gm, '').replace('\n', '; ')}`;
  const fresh = rows.map((row) => ({ ...row, note: row.note + apart }));
  const old = rowsOf(before);
  const added = fresh.filter((row) => !old.some((known) => known.case === row.case));
  return document(
    [...old.map((known) => fresh.find((row) => row.case === known.case) ?? known), ...added],
    pageConditions,
  );
}

async function main() {
  const wanted = process.argv.slice(2);
  await build();
  /** @type {BenchRow[]} */
  const rows = [];
  for (const name of benchmarks(wanted)) rows.push(...(await measure(name)));
  console.log(`\n${table(rows)}`);
  const before = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const text = wanted.length === 0 ? document(rows) : merged(before, rows);
  writeWhole(page, text);
  console.log(`\nwritten to ${relative(root, page)}`);
}

if (isMain(import.meta.filename)) await main();
