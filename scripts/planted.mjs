// @ts-check
/**
 * `npm run planted`: plants leaks of each kind into the example worlds and, where the reference data is there, into real logs, audits
 * them, and writes how many were found into docs/audit.md, between its marks. About ten minutes of processor time.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { falseErrors, recallOf, tables } from '../test/planted/page.ts';
import { build } from './build.mjs';
import { writeWhole } from './lib/files.mjs';
import { isMain, root } from './lib/project.mjs';

/** @typedef {import('../test/planted/page.ts').Measured} Measured */

const page = join(root, 'docs', 'audit.md');
const reference = resolve(root, process.env['LIS_REFERENCE_DATA'] ?? '../shared/data');
const marks = ['<!-- planted: written by npm run planted -->', '<!-- /planted -->'];

/** @param {number} rows @param {number} seed @returns {Promise<Measured[]>} */
function measured(rows, seed) {
  return new Promise((done, fail) => {
    /** @type {Measured[]} */
    const results = [];
    const worker = new Worker(new URL('../test/planted/worker.ts', import.meta.url), {
      workerData: { reference, rows, seed },
    });
    worker.on('message', (/** @type {Measured} */ log) => {
      results.push(log);
      console.log(
        `planted: ${log.columns.log}, ${log.columns.plants.length} columns, ${log.variants.length} variants`,
      );
    });
    worker.on('error', fail);
    worker.on('exit', () => done(results));
  });
}

/** @param {string} text @param {string} inner */
function between(text, inner) {
  const [from, to] = marks.map((mark) => text.indexOf(/** @type {string} */ (mark)));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error('docs/audit.md has lost its marks');
  return `${text.slice(0, from + /** @type {string} */ (marks[0]).length)}\n${inner}\n${text.slice(to)}`;
}

if (isMain(import.meta.filename)) {
  await build();
  const results = await measured(30_000, 3);
  writeWhole(page, between(readFileSync(page, 'utf8'), tables(results)));
  const { found, planted } = recallOf(results);
  const errors = falseErrors(results);
  console.log(`planted: ${found} of ${planted} found, ${errors.length} false errors`);
  for (const error of errors) console.log(`planted: ${error}`);
  if (found / planted < 0.95 || errors.length > 0) process.exitCode = 1;
}
