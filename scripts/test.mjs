// @ts-check
/**
 * `npm test`: everything that proves a change, from a bare clone: build, lint, the core's tests, with coverage and without, the VSIX,
 * and the same VSIX in a real editor. The lint, which leaves half of two cores idle, runs beside the first steps. Later steps run
 * although earlier ones failed, so that one run shows all. The last line is the total; a failed step counts as one failure, and
 * where `LIS_TEST_REQUIRE=all` is set so does a skip. What passed only on a second try is counted and named: it is a defect to mend.
 * `npm test -- lint|core|editor` runs a part.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { ensureEditor } from './editor.mjs';
import { runGuarded } from './lib/command.mjs';
import { isMain, requireAll, root } from './lib/project.mjs';
import { ensurePackagedFile, ensureVenv } from './lib/python.mjs';
import { lint } from './lint.mjs';
import { packVsix } from './package.mjs';

/** @typedef {import('../test/support/tally.ts').Tally} Tally */

/** A test stuck in a loop cannot be timed out by its runner; a whole suite can. */
const limitMinutes = 45;

/** @type {Tally} */
const total = { passed: 0, failed: 0, failures: [], skipped: [], retried: [], steppedAgain: [] };
/** @type {string[]} */
const summary = [];

/**
 * Runs one step, times it and notes what came of it.
 * @param {string} name @param {() => Promise<string>} work Returns a note; throws where the step fails.
 */
async function step(name, work) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 96 - name.length))}`);
  const started = performance.now();
  let note;
  try {
    note = await work();
  } catch (error) {
    total.failed += 1;
    note = `FAILED: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
    console.error(error instanceof Error ? error.message : error);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  summary.push(`${seconds} s  ${name.padEnd(8)}  ${note}`);
}

/** Programs that tests start hundreds of times are compiled once. Vitest turns this off where it measures coverage. */
const compileOnce = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };

/** @param {string} name @param {string[]} args Arguments of `vitest run`. @param {Record<string, string>} [env] */
async function vitest(name, args, env = {}) {
  const file = join(root, 'test-results', `${name}.tally.json`);
  rmSync(file, { force: true });
  const options = {
    env: { ...process.env, ...compileOnce, ...env, LIS_TALLY: file },
    seconds: limitMinutes * 60,
  };
  const code = await runGuarded('vitest', ['run', ...args], options);
  if (code === 124) throw new Error(`not done after ${limitMinutes} minutes: a test hangs`);
  if (!existsSync(file)) throw new Error(`vitest ended with code ${code} before any test`);
  const tally = /** @type {Tally} */ (JSON.parse(readFileSync(file, 'utf8')));
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.failures.push(...tally.failures);
  total.skipped.push(...tally.skipped);
  total.retried.push(...tally.retried);
  total.steppedAgain.push(...tally.steppedAgain);
  if (code !== 0 && tally.failed === 0)
    throw new Error(`${counts(tally)}, yet vitest ended with code ${code}`);
  return counts(tally);
}

/** @param {Tally} tally */
export function counts({ passed, failed, skipped, retried, steppedAgain }) {
  const steps = steppedAgain.reduce((sum, { steps }) => sum + steps.length, 0);
  return [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    ...(retried.length > 0 ? [`${retried.length} passed on a second try only`] : []),
    ...(steps > 0 ? [`${steps} ${steps === 1 ? 'step' : 'steps'} done again`] : []),
  ].join(', ');
}

/** What failed, was skipped, or passed only on a second try, by name and with reasons. @param {Tally} tally */
export function remarks({ failures, skipped, retried, steppedAgain }) {
  return [
    ...failures.map(({ name, reason }) => `failed    ${name} (${reason})`),
    ...skipped.map(({ name, reason }) => `skipped   ${name} (${reason ?? 'no reason given'})`),
    ...retried.map(
      ({ name, passedOn, reason }) => `retried   ${name} (passed on try ${passedOn}; at first: ${reason})`,
    ),
    ...steppedAgain.flatMap(({ name, steps }) => steps.map((step) => `again     ${name} (${step})`)),
  ];
}

async function buildStep() {
  const refreshed = await build();
  if (refreshed.length > 0 && requireAll)
    throw new Error(`${refreshed.join(', ')} was out of date: commit the new one`);
  return refreshed.length > 0 ? `${refreshed.join(', ')} refreshed: commit it` : 'dist/ is up to date';
}

/** Begins the lint. @returns {() => Promise<string>} the step that waits for it and says what it found. */
function beginLint() {
  /** @type {string[]} */
  const said = [];
  const ended = lint((text) => said.push(text)).catch((error) => {
    said.push(error instanceof Error ? error.message : String(error));
    return ['lint itself'];
  });
  return async () => {
    const failed = await ended;
    console.log(said.join('\n'));
    if (failed.length > 0) throw new Error(failed.join(', '));
    return 'style, types and arrows are fine; ran beside the steps before it';
  };
}

/**
 * Begins what downloads and compiles for minutes, and only where the cache folder does not have it: it waits for the network much of that time.
 * Tests that need it wait for it, and say why it could not be made.
 * @param {(part: string) => boolean} wanted
 */
async function beginWhatIsKept(wanted) {
  const makers = [
    ...(wanted('core') ? [ensureVenv, ensurePackagedFile] : []),
    ...(wanted('editor') ? [ensureEditor] : []),
  ];
  for (const make of makers) await make();
}

async function editorStep() {
  const editor = await ensureEditor();
  if ('reason' in editor) {
    total.skipped.push({ name: 'the real-editor suite', reason: editor.reason });
    return `skipped: ${editor.reason}`;
  }
  return vitest('editor', ['--config', 'test/e2e/vitest.config.ts'], { LIS_VSIX_PACKED: '1' });
}

async function main() {
  const parts = process.argv.slice(2);
  /** @param {string} part */
  const wanted = (part) => parts.length === 0 || parts.includes(part);
  beginWhatIsKept(wanted).catch(() => undefined); // whoever needs it tries again
  const lintStep = wanted('lint') ? beginLint() : undefined;
  await step('build', buildStep);
  if (wanted('core'))
    await step('core', () => vitest('core', ['--project', 'shared', '--project', 'alone', '--coverage']));
  if (lintStep !== undefined) await step('lint', lintStep);
  if (wanted('core')) {
    const projects = ['uncovered', 'uncovered-shared', 'clock'];
    await step('rest', () =>
      vitest(
        'rest',
        projects.flatMap((name) => ['--project', name]),
      ),
    );
  }
  if (wanted('editor')) {
    await step('package', async () => relative(root, await packVsix()));
    await step('editor', editorStep);
  }

  console.log(`\n${summary.join('\n')}`);
  for (const remark of remarks(total)) console.log(remark);
  if (requireAll && total.skipped.length > 0) {
    console.log('LIS_TEST_REQUIRE=all: every skip counts as a failure');
    total.failed += total.skipped.length;
    total.skipped = [];
  }
  if (wanted('core') && total.passed === 0) total.failed += 1; // a run without a test proves nothing
  process.exitCode = total.failed === 0 ? 0 : 1;
  console.log(counts(total));
}

if (isMain(import.meta.filename)) await main();
