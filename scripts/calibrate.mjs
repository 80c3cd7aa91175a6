// @ts-check
/**
 * `npm run calibrate`: measures the intervals in worlds whose truth is known and writes docs/calibration.md, which is
 * never edited by hand. `npm run calibrate -- --worlds N` with fewer than 1,000 worlds prints its table only;
 * `--raw FILE` keeps every world's numbers, a line of JSON each; a run that finds some there goes on from them.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { SETTINGS, worldsOf } from '../test/calibration/settings.ts';
import { summarise, TABLE_HEAD, tableRow } from '../test/calibration/summary.ts';
import { build } from './build.mjs';
import { writeWhole } from './lib/files.mjs';
import { isMain, root } from './lib/project.mjs';

/** @typedef {import('../test/calibration/worker.ts').Done} Done */
/** @typedef {import('../test/calibration/worker.ts').Job} Job */

const page = join(root, 'docs', 'calibration.md');
const wholeRun = 1000;

/**
 * @param {Job[]} jobs @param {number} threads @param {(done: Done) => void} keep called with each world as it is done
 * @returns {Promise<Done[]>} in the order of the jobs.
 */
async function runAll(jobs, threads, keep) {
  /** @type {Done[]} */
  const done = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(threads, jobs.length) }, async () => {
      const worker = new Worker(new URL('../test/calibration/worker.ts', import.meta.url));
      while (next < jobs.length) {
        const at = next++;
        done[at] = await new Promise((resolve, reject) => {
          worker.once('message', (message) => {
            worker.off('error', reject);
            resolve(message);
          });
          worker.once('error', reject);
          worker.postMessage(jobs[at]);
        });
        keep(/** @type {Done} */ (done[at]));
        if (next % 100 === 0) console.log(`calibrate: ${next} of ${jobs.length} worlds`);
      }
      await worker.terminate();
    }),
  );
  return done;
}

/** @typedef {Done['measurements'][number]} Measurement */

/** @param {Done[]} done @returns {string} */
export function table(done) {
  const lines = SETTINGS.flatMap(({ name }, index) => {
    const measurements = done
      .filter((outcome) => outcome.setting === index)
      .flatMap((outcome) => outcome.measurements);
    const untied = measurements.filter((m) => m.truthOfAnySeeds !== null);
    /** @param {string} title @param {Measurement[]} among @param {(m: Measurement) => number} [truth] */
    const rows = (title, among, truth) =>
      ['trees', 'additive'].flatMap((head) =>
        ['useful', 'useless'].map((source) => {
          const group = among.filter(
            (measurement) => measurement.head === head && measurement.source === source,
          );
          return tableRow(title, head, source, summarise(group, truth));
        }),
      );
    return [
      ...rows(name, measurements),
      ...(untied.length > 0
        ? rows(`${name}, truth of any seeds`, untied, (m) => m.truthOfAnySeeds ?? Number.NaN)
        : []),
    ];
  });
  return [TABLE_HEAD, ...lines].join('\n');
}

/** @param {string} raw @returns {Done[]} worlds that an earlier run has kept. */
function earlier(raw) {
  if (!existsSync(raw)) return [];
  const lines = readFileSync(raw, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** @param {Job} job */
const placeOf = ({ setting, world }) => world / (SETTINGS[setting]?.share ?? 1);

async function main() {
  const { values } = parseArgs({
    options: {
      worlds: { type: 'string', default: String(wholeRun) },
      threads: { type: 'string', default: String(availableParallelism()) },
      raw: { type: 'string' },
    },
  });
  const [worlds, threads] = [Number(values.worlds), Number(values.threads)];
  if (!Number.isInteger(worlds) || worlds < 10 || !Number.isInteger(threads) || threads < 1) {
    console.error('usage: npm run calibrate -- [--worlds N (at least 10)] [--threads N] [--raw FILE]');
    process.exit(2);
  }
  await build();
  const jobs = SETTINGS.flatMap((options, setting) =>
    worldsOf(options, worlds).map(([world, otherSeeds]) => ({ setting, world, otherSeeds })),
  );
  // Of all settings alike, so that a run that is stopped has something of each.
  jobs.sort((a, b) => placeOf(a) - placeOf(b));
  const { raw } = values;
  /** @param {Job} job */
  const nameOf = ({ setting, world, otherSeeds }) => JSON.stringify([setting, world, otherSeeds]);
  const before = new Map(raw === undefined ? [] : earlier(raw).map((outcome) => [nameOf(outcome), outcome]));
  const made = await runAll(
    jobs.filter((job) => !before.has(nameOf(job))),
    threads,
    (done) => raw !== undefined && appendFileSync(raw, `${JSON.stringify(done)}\n`),
  );
  const done = [...before.values(), ...made];
  const text = table(done);
  console.log(`\n${text}`);
  if (worlds < wholeRun) return;
  writeWhole(page, document(text));
  console.log(`\nwritten to ${relative(root, page)}`);
}

/** @param {string} text @returns {string} the page around the table. */
export function document(text) {
  return `# Calibration

Written by \`npm run calibrate\`; do not edit.

A 95 % interval promises to cover the truth in 95 % of runs. Here the truth is known. Each world is a small log drawn from a model with latent
interests: 300 users, about 8,000 rows, 120 short-lived items, ten slices of which the last three are evaluated (1,600 rows of 100 users). The base and
the transferable co-click arm run through the product's own features, search of an \`fm\` base, scores out of sample in ten blocks, heads of either
kind (on 2,000 rows, 500 of them positive: the default is additive) and contrast, with three seeds. The **truth** of a world is the difference of the
*same trained arms* on fifty times as many fresh users, drawn from the same model with histories of their own. The goal for new users: a coverage of 93
to 97 %, against either truth, and for useless data a significant gain or a false \`headroom\` in at most 5 % of the worlds.

${text}

## Columns
- **useful**: co-clicks of the log; how much interests matter is drawn for each world. **useless**: the same P with its item names
  shuffled, so that no relation is left; its truth is a little below 0: so much do useless columns cost a head of few rows.
- **base AUC**: of the base's head, so that heads can be compared. **exactly 0**: worlds in which no seed's head uses the source, so that the estimate and its
  standard error are 0; the report says \`underpowered\` then.
- **±** is the standard error that this many worlds leave. **claimed SE**: root mean square of the estimates' standard
  errors. **real SD**: standard deviation of estimate − truth. **Significant gain**: lower limit above 0. **False headroom**: lower limit at or above 0.001 in a world
  whose truth is below 0.001.
- **… were these seeds the only ones**: the interval from the variance over users of the seed-averaged difference, without
  what other seeds would change. The report's interval promises more (other users *and* other seeds) and is wider; the same
  trained arms on fresh users differ in their users only. So against that truth this column should be 95 %, and the
  report's coverage somewhat more, at most 97 %.
- **Added by seeds**: seeds (shuffles, and the draw of the user folds) add to that variance, and the column has the square root of this addition.
  The first number is claimed by the estimates, beyond the variance of the same arms; the second is shown by the seeds' own truths. Equal numbers
  mean that the interval is as wide as other seeds need, and no wider. Where an arm is nearly the base, the claimed number is too small: the
  variance over users of a single small difference is overestimated, for each seed by itself. That error cancels in the interval, which is made
  of what seeds share and of their spread.

## Rows
- **New users**: those evaluated join in the middle of the log and train neither base nor heads; their earlier rows give histories,
  counts and P. A fresh user differs from an evaluated one in one thing only: they are not in P. For their own rows this changes
  nothing: they too read the P without the fold that their name hashes to. A fresh user's rows change neither P, nor the counts of
  items, nor base and heads.
- **Truth of any seeds**: in three of ten of these worlds, arms are trained again with five seeds that the estimate did not use. The report's interval is about
  this truth, and here it should be 95 %. The mean of five seeds has an error of its own; so this mean is drawn towards the estimate's own seeds, just so far
  that its distance from the estimate varies as much as the distance of the mean of all seeds.
- **Returning users**: those evaluated also train the ranker, as in most logs. Fresh users cannot, so the truth here is that
  of strangers, whom the ranker has never met: the bias shows that preference data is worth more for strangers than for
  users it knows. It is a difference between two questions, not an error of the interval.
`;
}

if (isMain(import.meta.filename)) await main();
