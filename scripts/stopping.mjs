// @ts-check
/**
 * `npm run stopping`: simulates runs that stop where their interval is as narrow as asked, and writes docs/stopping.md, which is never edited
 * by hand: how often the interval then holds the true difference. `npm run stopping -- --worlds N` with fewer than 1,000 worlds prints its
 * tables only, and so does `--first K`, for worlds that begin at another number: others than those that the rule was chosen in; `--raw FILE` keeps every world's numbers, a line of JSON each; a run that finds some there goes on from them.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { FEWEST_USERS } from '../src/metrics/intervals/precision.ts';
import { EFFECTS, simulations } from '../test/stopping/settings.ts';
import { coverageTable, fewestTable } from '../test/stopping/summary.ts';
import { build } from './build.mjs';
import { writeWhole } from './lib/files.mjs';
import { isMain, root } from './lib/project.mjs';

/** @typedef {import('../test/stopping/summary.ts').Simulated} Simulated */
/** @typedef {import('../test/stopping/settings.ts').SimulatedWorld} SimulatedWorld */

const page = join(root, 'docs', 'stopping.md');
const wholeRun = 1000;

/**
 * @param {SimulatedWorld[]} jobs @param {number} threads @param {(done: Simulated) => void} keep called with each as it is done
 * @returns {Promise<Simulated[]>} in no order
 */
async function runAll(jobs, threads, keep) {
  /** @type {Simulated[]} */
  const done = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(threads, jobs.length) }, async () => {
      const worker = new Worker(new URL('../test/stopping/worker.ts', import.meta.url));
      while (next < jobs.length) {
        const job = jobs[next++];
        /** @type {Simulated[]} */
        const results = await new Promise((resolve, reject) => {
          worker.once('message', (message) => {
            worker.off('error', reject);
            resolve(message);
          });
          worker.once('error', reject);
          worker.postMessage(job);
        });
        done.push(...results);
        results.forEach(keep);
        if (next % 100 === 0) console.log(`stopping: ${next} of ${jobs.length} worlds`);
      }
      await worker.terminate();
    }),
  );
  return done;
}

/** @param {string | undefined} raw @returns {Simulated[]} what an earlier run has kept. */
function earlier(raw) {
  if (raw === undefined || !existsSync(raw)) return [];
  return readFileSync(raw, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

async function main() {
  const { values } = parseArgs({
    options: {
      worlds: { type: 'string', default: String(wholeRun) },
      threads: { type: 'string', default: String(availableParallelism()) },
      first: { type: 'string', default: '1' },
      raw: { type: 'string' },
    },
  });
  const [worlds, threads, first] = [Number(values.worlds), Number(values.threads), Number(values.first)];
  if (
    !Number.isInteger(first) ||
    first < 1 ||
    !Number.isInteger(worlds) ||
    worlds < 10 ||
    !Number.isInteger(threads) ||
    threads < 1
  ) {
    console.error(
      'usage: npm run stopping -- [--worlds N (at least 10)] [--first K] [--threads N] [--raw FILE]',
    );
    process.exit(2);
  }
  await build();
  const jobs = simulations(worlds, first);
  /** @type {Map<string, Simulated[]>} */
  const before = new Map();
  /** @param {SimulatedWorld} world */
  const nameOf = ({ world, users, seeds }) => JSON.stringify([world, users, seeds]);
  for (const result of earlier(values.raw)) {
    const key = nameOf(result.options);
    before.set(key, [...(before.get(key) ?? []), result]);
  }
  const isKept = (/** @type {SimulatedWorld} */ job) => before.get(nameOf(job))?.length === EFFECTS.length;
  const made = await runAll(
    jobs.filter((job) => !isKept(job)),
    threads,
    (done) => values.raw !== undefined && appendFileSync(values.raw, `${JSON.stringify(done)}\n`),
  );
  const kept = jobs.flatMap((job) => (isKept(job) ? (before.get(nameOf(job)) ?? []) : []));
  const text = document([...kept, ...made], worlds);
  console.log(`\n${text}`);
  if (worlds < wholeRun || first > 1) return;
  writeWhole(page, text);
  console.log(`\nwritten to ${relative(root, page)}`);
}

/** @param {Simulated[]} done @param {number} worlds @returns {string} */
export function document(done, worlds) {
  return `# Stopping by precision

Written by \`npm run stopping\`; do not edit.

With [\`precision\`](scale.md#as-many-users-as-the-answer-needs) a run measures nested samples of the evaluation users and stops where its interval is as narrow as asked. A number that
decides when to stop is itself a guess, so the interval of a stopped run could hold the truth less often than it says. Here the truth is known. Each of
${worlds.toLocaleString('en-US')} worlds has 12,800 users of very unequal activity (lognormal, σ 1) and positive rates, whose scores lie higher or lower as a whole, and who gain more or
less by the second arm; three seeds gain a little more or less too. The difference of AUC between two arms over all users and seeds that there could
be is known in closed form. Samples, interval and rule are the product's own code. **±** is the standard error that so many worlds leave.

${coverageTable(done)}

- **All users**: the interval that the same worlds give without \`precision\`.
- From ±0.01 on the precisions are about what 1/16, 1/8, 1/4, 1/2 and all of the users give, or lie between: whether a run stops there hangs on chance most.
- Rows of different precisions are of the same worlds, and so are those of the two differences: they go up and down together.

## The smallest sample that may be looked at

Both true differences together. Users count by their effective number, (Σ nᵤ)² / Σ nᵤ², in the scarcer class. The product skips samples of fewer than ${FEWEST_USERS}, but for the
sample of all users.

${fewestTable(done)}
`;
}

if (isMain(import.meta.filename)) await main();
