// @ts-check
/**
 * `node scripts/heads.mjs SPEC…`: evaluates each spec with either head, and prints what they find: the table of docs/decisions/0134-additive-heads-for-few-clicks.md. The
 * base is trained once, as both runs share its cache.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { build } from './build.mjs';
import { isMain } from './lib/project.mjs';

/** @typedef {import('../src/report/schema.ts').Report} Report */
/** @typedef {import('../src/report/schema.ts').Estimate} Estimate */

const HEADS = ['trees', 'additive'];

/** @param {string} path @param {string} head @returns {Promise<Report>} */
async function evaluated(path, head) {
  const { evaluate } = await import('../src/index.ts');
  const spec = parseDocument(readFileSync(path, 'utf8'));
  spec.set('head', head);
  // Paths of a spec are relative to its folder.
  const copyPath = join(dirname(path), `.${head}-${basename(path)}`);
  writeFileSync(copyPath, String(spec));
  try {
    return await evaluate({
      specPath: copyPath,
      run: {
        signal: new AbortController().signal,
        onProgress: () => {},
        threads: availableParallelism(),
        memoryBytes: totalmem() / 2,
      },
    });
  } finally {
    rmSync(copyPath);
  }
}

/** @param {number} x */
const gain = (x) => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(4)}`;
/** @param {Estimate | undefined} estimate */
const cell = (estimate) =>
  estimate === undefined ? '–' : `${gain(estimate.value)} ± ${estimate.se.toFixed(4)}`;

/** @param {string} path @param {string} head @param {Report} report @returns {string[]} a row for each source and model */
function rowsOf(path, head, report) {
  const headRows = report.base?.headRows;
  const rows = headRows === undefined ? 0 : headRows.fit + headRows.validate;
  /** @param {string} id */
  const size = (id) =>
    report.arms
      .find((arm) => arm.id === id)
      ?.perSeed.map(({ trees, penalty }) => trees ?? penalty ?? '∞')
      .join(' ') ?? '';
  const auc = report.arms.find(({ arm }) => arm === 'base')?.auc ?? Number.NaN;
  const start = [path, rows, head, `${auc.toFixed(4)} (${size('base')})`];
  return [
    ...report.sources.map(({ name, lis, placeboGain }) => [
      ...start,
      name,
      cell(lis.transferable),
      cell(lis.total),
      cell(placeboGain),
      size(`leaked:${name}`) || size(`leaked-total:${name}`),
    ]),
    ...report.models.map(({ name, ais }) => [...start, name, cell(ais), '–', '–', size(`model:${name}`)]),
  ].map((cells) => `| ${cells.join(' | ')} |`);
}

async function main() {
  await build();
  console.log(
    '| spec | head rows | head | base AUC (trees or penalty) | source | transferable, or AIS | total | placebo | trees or penalty |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const path of process.argv.slice(2)) {
    for (const head of HEADS)
      for (const row of rowsOf(path, head, await evaluated(path, head))) console.log(row);
  }
}

if (isMain(import.meta.filename)) await main();
