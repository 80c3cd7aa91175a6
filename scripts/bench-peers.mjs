// @ts-check
/**
 * `npm run bench:peers`: LIS Lens beside Vowpal Wabbit, FuxiCTR, LightGBM and scikit-learn, on the same rows and cores, in one run. It writes
 * docs/peers.md, which is never edited by hand. `npm run bench:peers -- NAME …` runs some cases and only prints them.
 * LIS_PEERS_ROWS and LIS_PEERS_AUC_ROWS name other sizes. The first run takes 3 GB of Python packages from the index, 6 GB in the cache folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { conditions } from './bench.mjs';
import { build } from './build.mjs';
import { capture } from './lib/command.mjs';
import { writeWhole } from './lib/files.mjs';
import { measuredOf, peersPage } from './lib/peers-page.mjs';
import { isMain, root } from './lib/project.mjs';
import { ensureVenv } from './lib/python.mjs';
import { which } from './lib/system.mjs';

/** @typedef {import('./lib/peers-page.mjs').PeerCase} PeerCase */
/** @typedef {import('./lib/peers-page.mjs').MeasuredCase} MeasuredCase */

const page = join(root, 'docs', 'peers.md');
const folder = join(root, 'test', 'peers');
const programs = join(folder, 'programs');
const THREADS = Math.min(2, cpus().length);

const tuned =
  'Each side tries four recipes of its own, stops early on the validation rows, and takes the best there. Rows by the second are those of training alone, ' +
  'per second of CPU; CPU and clock are of the whole fit of that recipe, looks at the validation rows included.';
const oneCore = 'One core, one thread';

/** @type {PeerCase[]} */
export const CASES = [
  {
    ...{ name: 'lr', title: 'Logistic regression', rate: 'rows trained', cores: oneCore },
    about: `Seven fields of ids. ${tuned} Vowpal Wabbit tries twelve: four rates, each with one, three and ten passes, without early stopping.`,
    peers: [{ title: 'Vowpal Wabbit', program: ['lr.py'] }],
  },
  {
    ...{ name: 'fm', title: 'Factorisation machine', rate: 'rows trained', cores: oneCore },
    about: `Seven fields of ids, 16 factors. ${tuned} FuxiCTR's fit waits for two epochs without a gain, as ours does; its batches are slices of memory, which is faster than its own loaders.`,
    peers: [{ title: 'FuxiCTR', program: ['fm.py', 'fm'] }],
  },
  {
    ...{ name: 'deepfm', title: 'DeepFM', rate: 'rows trained', cores: oneCore },
    about: `As above, with a tower of 64 and 32 units. ${tuned}`,
    peers: [{ title: 'FuxiCTR', program: ['fm.py', 'deepfm'] }],
  },
  {
    ...{
      name: 'head',
      title: 'Boosted trees on top of a base score',
      rate: 'rows visited by trees',
      cores: oneCore,
    },
    about:
      "The base is the score that the log's production ranker logged; the columns are features of rows, as-of counts and co-click features of the past. Each side has its own defaults, bins " +
      'the columns, chooses the number of trees on the validation rows, trains that many on all rows with a label, and scores.',
    peers: [{ title: 'LightGBM', program: ['head.py'] }],
  },
  {
    ...{ name: 'auc', title: 'AUC with an interval that counts users', rate: 'rows', cores: oneCore },
    about: 'Scores of ten rows a user. The standard error stands behind the AUC.',
    peers: [
      { title: 'scikit-learn and a bootstrap', program: ['auc.py'] },
      { title: 'NumPy by the formula', program: ['auc-formula.py'] },
    ],
  },
  {
    ...{ name: 'whole', title: 'A whole measurement', rate: 'rows by the clock' },
    cores: `${THREADS} cores, ${THREADS} threads`,
    about:
      'From Parquet files to differences of AUC: a base of trees alone (`ranker: gbdt`) with as-of counts; co-click features of the past, of everything, and with items permuted; three seeds. The script is ' +
      'test/peers/programs/whole.py. LIS Lens also computes the arms *fresh* and *leaked* (without the user’s fold), and the rest of its report. Behind the AUC of the base stand the gains of the arms.',
    peers: [{ title: 'pandas, LightGBM, scikit-learn', program: ['whole.py'] }],
  },
];

/** The environment of one side: as many threads as the case has cores, for every library that asks. @param {number} threads */
function environment(threads) {
  const names = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'NUMEXPR_NUM_THREADS'];
  const counts = Object.fromEntries(names.map((name) => [name, String(threads)]));
  // Threads that wait for others do not count as work where they sleep.
  return { ...process.env, ...counts, OMP_WAIT_POLICY: 'passive', PYTHONHASHSEED: '0', TQDM_DISABLE: '1' };
}

/** Runs a program on the cores of its case, where the system can bind it to them. @param {string[]} command @param {number} cores */
async function output(command, cores) {
  const bound = which('taskset') === null ? command : ['taskset', '-c', `0-${cores - 1}`, ...command];
  const [program = '', ...args] = bound;
  const { code, text } = await capture(program, args, { env: environment(cores) });
  if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${text.trim()}`);
  return text;
}

/** @param {PeerCase} comparison @param {string} python @param {string} rows the folder @returns {Promise<MeasuredCase>} */
async function measure(comparison, python, rows) {
  const cores = comparison.name === 'whole' ? THREADS : 1;
  /** @param {string} title @param {string[]} command */
  const side = async (title, command) => {
    console.log(`bench:peers: ${comparison.title}: ${title} …`);
    return { title, measured: measuredOf(await output(command, cores)) };
  };
  const sides = [await side('LIS Lens', [process.execPath, join(folder, 'ours.ts'), comparison.name, rows])];
  for (const { title, program } of comparison.peers) {
    const [file = '', ...rest] = program;
    sides.push(await side(title, [python, join(programs, file), rows, ...rest]));
  }
  return { ...comparison, sides };
}

async function main() {
  const wanted = process.argv.slice(2);
  const cases = wanted.length === 0 ? CASES : CASES.filter(({ name }) => wanted.includes(name));
  if (cases.length === 0) throw new Error(`no such case: name ${CASES.map(({ name }) => name).join(', ')}`);
  await build();
  console.log('bench:peers: the packages of the peers …');
  const environment = await ensureVenv(join(programs, 'requirements.txt'));
  if ('reason' in environment) throw new Error(environment.reason);
  const python = join(environment.folder, 'bin', 'python');
  const rows = mkdtempSync(join(tmpdir(), 'lis-peers-'));
  try {
    console.log('bench:peers: the rows …');
    const count = process.env['LIS_PEERS_ROWS'] ?? '1000000';
    const scores = process.env['LIS_PEERS_AUC_ROWS'] ?? '10000000';
    const prepare = [process.execPath, join(folder, 'prepare.ts'), rows, count, scores, String(THREADS)];
    const told = JSON.parse((await output(prepare, THREADS)).trim().split('\n').at(-1) ?? '');
    /** @type {MeasuredCase[]} */
    const measured = [];
    for (const comparison of cases) measured.push(await measure(comparison, python, rows));
    const { text: version } = await capture(python, ['-VV']);
    const text = peersPage(
      `${conditions()}\n- Python ${version.replace(/^Python /, '').trim()}`,
      told,
      measured,
    );
    if (wanted.length > 0) return console.log(`\n${text}`);
    writeWhole(page, text);
    console.log(`\nwritten to ${relative(root, page)}`);
  } finally {
    rmSync(rows, { recursive: true, force: true });
  }
}

if (isMain(import.meta.filename)) await main();
