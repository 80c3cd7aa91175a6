// @ts-check
/**
 * `npm run validate`: holds LIS against AIS, and both against simulated A/B tests in worlds whose rules are known. Writes
 * docs/validation.md and its plots, which are never edited by hand. `npm run validate -- --worlds N` with fewer than 200 worlds prints
 * its tables only; `--raw FILE` keeps the numbers of each job, a line of JSON each; a run that finds some there goes on from them.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { agreementRuns, REFERENCES } from '../test/validation/agreement.ts';
import { page } from '../test/validation/page.ts';
import { tables } from '../test/validation/tables.ts';
import { build } from './build.mjs';
import { writeWhole } from './lib/files.mjs';
import { isMain, root } from './lib/project.mjs';

/** @typedef {import('../test/validation/jobs.ts').Job} Job */
/** @typedef {import('../test/validation/jobs.ts').JobResult} JobResult */

const docs = join(root, 'docs');
const wholeRun = 200;
const reference = resolve(root, process.env['LIS_REFERENCE_DATA'] ?? '../shared/data');

/**
 * @param {Job[]} jobs @param {number} threads @param {(done: JobResult) => void} keep called with each as it is done
 * @returns {Promise<JobResult[]>} in no order
 */
async function runAll(jobs, threads, keep) {
  /** @type {JobResult[]} */
  const done = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(threads, jobs.length) }, async () => {
      const worker = new Worker(new URL('../test/validation/worker.ts', import.meta.url), {
        workerData: { reference },
      });
      while (next < jobs.length) {
        const job = jobs[next++];
        /** @type {JobResult} */
        const result = await new Promise((resolve, reject) => {
          worker.once('message', (message) => {
            worker.off('error', reject);
            resolve(message);
          });
          worker.once('error', reject);
          worker.postMessage(job);
        });
        done.push(result);
        keep(result);
        if (done.length % 10 === 0) console.log(`validate: ${done.length} of ${jobs.length} done`);
      }
      await worker.terminate();
    }),
  );
  return done;
}

/** @param {string | undefined} raw @returns {JobResult[]} what an earlier run has kept. */
function earlier(raw) {
  if (raw === undefined || !existsSync(raw)) return [];
  const lines = readFileSync(raw, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

async function main() {
  const { values } = parseArgs({
    options: {
      worlds: { type: 'string', default: String(wholeRun) },
      threads: { type: 'string', default: String(availableParallelism()) },
      raw: { type: 'string' },
    },
  });
  const [worlds, threads] = [Number(values.worlds), Number(values.threads)];
  if (!Number.isInteger(worlds) || worlds < 4 || !Number.isInteger(threads) || threads < 1) {
    console.error('usage: npm run validate -- [--worlds N (at least 4)] [--threads N] [--raw FILE]');
    process.exit(2);
  }
  await build();
  /** @type {Job[]} */
  const ofWorlds = Array.from({ length: worlds }, (_, k) => ({ kind: 'world', world: k + 1 }));
  /** @type {Job[]} */
  const ofLogs = agreementRuns(reference).map((run) => ({ kind: 'agreement', ...run }));
  const jobs = [...ofWorlds, ...ofLogs];
  /** @param {Job} job */
  const nameOf = (job) => JSON.stringify(job);
  const before = new Map(earlier(values.raw).map((result) => [nameOf(result.job), result]));
  const missing = REFERENCES.filter(
    (data) => !jobs.some((job) => job.kind === 'agreement' && job.data === data),
  );
  for (const data of missing)
    console.log(
      `validate: no ${data} in ${reference}: its rows are left out. LIS_REFERENCE_DATA names the folder.`,
    );
  const made = await runAll(
    jobs.filter((job) => !before.has(nameOf(job))),
    threads,
    (done) => values.raw !== undefined && appendFileSync(values.raw, `${JSON.stringify(done)}\n`),
  );
  const kept = jobs.flatMap((job) => before.get(nameOf(job)) ?? []);
  const results = tables([...kept, ...made], missing);
  const written = page(results);
  console.log(`\n${written}`);
  if (worlds < wholeRun) return;
  for (const [name, picture] of Object.entries(results.pictures))
    writeWhole(join(docs, 'validation', `${name}.svg`), picture);
  writeWhole(join(docs, 'validation.md'), written);
  console.log(`\nwritten to ${relative(root, join(docs, 'validation.md'))}`);
}

if (isMain(import.meta.filename)) await main();
